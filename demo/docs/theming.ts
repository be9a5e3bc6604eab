/** Brings the theming page's controls to life: they set on the widget what the CSS below them says. */
import '../../src/element.ts';
import { FONTS } from './fragments/fonts.ts';

const editor = document.querySelector('#editor')!;
const form = editor.querySelector('form')!;
const stage = editor.querySelector<HTMLElement>('.stage')!;
const widget = document.createElement('koji-interview');
const css = editor.querySelector('section code')!;

function apply(): void {
  const chosen = Object.fromEntries(new FormData(form)) as Record<string, string>;
  const { accent = '', radius = '', theme = 'auto', font = '' } = chosen;
  const properties = { '--koji-accent': accent, '--koji-radius': `${radius}px`, '--koji-font': FONTS[font] ?? '' };
  for (const [name, value] of Object.entries(properties)) {
    if (value) stage.style.setProperty(name, value);
    else stage.style.removeProperty(name);
  }
  // Live, but each change draws the widget anew.
  if (widget.getAttribute('theme') !== theme) widget.setAttribute('theme', theme);
  editor.querySelector('output')!.value = `${radius}px`;
  const lines = Object.entries(properties).filter(([, value]) => value);
  css.textContent = `:root {\n${lines.map(([name, value]) => `  ${name}: ${value};\n`).join('')}}`;
  if (theme !== 'auto') css.textContent += `\n\n/* and, on the script tag: data-theme="${theme}" */`;
}

const OPTIONS = { proxy: '/koji', study: 'concept_test', consent: '' };
for (const [name, value] of Object.entries(OPTIONS)) widget.setAttribute(name, value);
form.addEventListener('input', apply);
form.addEventListener('submit', event => event.preventDefault());
apply();
stage.append(widget);
