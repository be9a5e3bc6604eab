import { linkedName, renderTable } from './table.ts';

/** Custom properties of the widget, set on `:root` or on any element around it. */
export const PROPERTIES: Record<`--koji-${string}`, { defaultValue: string; description: string }> = {
  '--koji-accent': {
    defaultValue: '#0b6b60',
    description:
      'The accent colour. The palette is computed from it for light and dark. It is made lighter or darker as needed for a contrast of 4.5:1.',
  },
  '--koji-surface': { defaultValue: 'white; near black in dark mode', description: 'The background of the panel.' },
  '--koji-font': { defaultValue: 'the system font', description: 'A `font-family`.' },
  '--koji-radius': { defaultValue: '14px', description: 'The corner radius of the panel.' },
  '--koji-height': { defaultValue: '640px', description: 'The height of an `inline` interview.' },
  '--koji-z-index': { defaultValue: '1000000', description: 'The stacking order of the panel and the launcher.' },
};

/** Parts of the widget for `::part()`. */
export const PARTS: Record<string, string> = {
  launcher: 'The button that opens the interview.',
  panel: 'The box around the whole interview.',
  composer: 'The area at the bottom: the open question’s control, the message box and “Send”.',
  interviewer: 'A message of the interviewer.',
  respondent: 'A message of the respondent.',
  'new-message': 'The button that scrolls to a new message, for respondents who have scrolled up.',
  thanks: 'The thank-you view.',
  'thanks-link': 'The link on the thank-you view, if `thanksLink` is set.',
};

export const renderThemeProperties = (): string =>
  renderTable(
    ['property', 'default', 'description'],
    Object.entries(PROPERTIES).map(([name, { defaultValue, description }]) => [
      linkedName(name, name.slice(2)),
      defaultValue,
      description,
    ]),
  );

export const renderThemeParts = (): string =>
  renderTable(
    ['part', 'description'],
    Object.entries(PARTS).map(([name, description]) => [linkedName(name, `part-${name}`), description]),
  );
