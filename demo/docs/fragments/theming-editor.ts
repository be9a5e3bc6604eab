import { FONTS } from './fonts.ts';

const fonts = Object.keys(FONTS)
  .map(name => `<option>${name}</option>`)
  .join('');

const renderSchemeChoice = (value: string, label: string) =>
  `<label><input type="radio" name="theme" value="${value}"${value === 'auto' ? ' checked' : ''}> ${label}</label>`;

/** The theming page's controls, preview and CSS output. `theming.ts` is the script behind them. */
export const renderThemingEditor = (): string =>
  `<div class="editor" id="editor"><form>
<label>Colour <input type="color" name="accent" value="#0b6b60"></label>
<label>Corners <span><input type="range" name="radius" min="0" max="32" value="14"> <output>14px</output></span></label>
<label>Font <select name="font">${fonts}</select></label>
<fieldset><legend>Scheme</legend>${renderSchemeChoice('auto', 'Automatic')}${renderSchemeChoice('light', 'Light')}${renderSchemeChoice('dark', 'Dark')}</fieldset>
<p class="note">This is the real widget: “Agree and start” starts an interview with the local Koji.</p>
</form>
<div class="stage"></div>
<section aria-labelledby="to-paste"><h2 id="to-paste">What to paste</h2>
<div class="sample"><pre class="code" tabindex="0"><code></code></pre></div></section></div>`;
