/**
 * Browser script of the theming page: applies the controls' values to the widget and shows the
 * matching CSS.
 */
import '../../src/element.ts';
import { FONTS } from './fragments/fonts.ts';

const editor = document.querySelector('#editor')!;
const form = editor.querySelector('form')!;
const preview = editor.querySelector<HTMLElement>('.stage')!;
const widget = document.createElement('koji-interview');
const css = editor.querySelector('section code')!;

function applyTheme(): void {
  const values = Object.fromEntries(new FormData(form)) as Record<string, string>;
  const { accent = '', radius = '', theme = 'auto', font = '' } = values;
  const properties = { '--koji-accent': accent, '--koji-radius': `${radius}px`, '--koji-font': FONTS[font] ?? '' };
  for (const [name, value] of Object.entries(properties)) {
    if (value) preview.style.setProperty(name, value);
    else preview.style.removeProperty(name);
  }
  // The attribute is live, but each change renders the widget again.
  if (widget.getAttribute('theme') !== theme) widget.setAttribute('theme', theme);
  editor.querySelector('output')!.value = `${radius}px`;
  const lines = Object.entries(properties).filter(([, value]) => value);
  css.textContent = `:root {\n${lines.map(([name, value]) => `  ${name}: ${value};\n`).join('')}}`;
  if (theme !== 'auto') css.textContent += `\n\n/* and, on the script tag: data-theme="${theme}" */`;
}

const OPTIONS = { proxy: '/koji', study: 'concept_test', consent: '' };
for (const [name, value] of Object.entries(OPTIONS)) widget.setAttribute(name, value);
form.addEventListener('input', applyTheme);
form.addEventListener('submit', event => event.preventDefault());
applyTheme();
preview.append(widget);
