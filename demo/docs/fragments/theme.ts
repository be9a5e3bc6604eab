import { named, table } from './table.ts';

/** What a page sets on `:root`, or on any element around the widget. */
export const PROPERTIES: Record<`--koji-${string}`, { fallback: string; means: string }> = {
  '--koji-accent': {
    fallback: '#0b6b60',
    means:
      'The one colour. What is loud is computed from it, lighter or darker where contrast needs that, for light and for dark: 4.5:1 whichever colour it is.',
  },
  '--koji-surface': { fallback: 'white; near black in the dark', means: 'The ground of the panel.' },
  '--koji-font': { fallback: 'the system’s', means: 'A `font-family`.' },
  '--koji-radius': { fallback: '14px', means: 'The corners of the panel.' },
  '--koji-height': { fallback: '640px', means: 'How tall an `inline` interview is.' },
  '--koji-z-index': { fallback: '1000000', means: 'What a panel or launcher lies above.' },
};

/** What `::part()` reaches. */
export const PARTS: Record<string, string> = {
  launcher: 'The button that opens the interview.',
  panel: 'The box around everything else.',
  composer: 'The foot with the open question’s control, the message box and “Send”.',
  interviewer: 'A turn of the interviewer.',
  respondent: 'A turn of the respondent.',
  'new-message': 'The button that leads a reader further up to what has come.',
  thanks: 'The last screen.',
  'thanks-link': 'The link on it, where there is one.',
};

export const themeProperties = (): string =>
  table(
    ['property', 'default', 'what it is'],
    Object.entries(PROPERTIES).map(([name, { fallback, means }]) => [named(name, name.slice(2)), fallback, means]),
  );

export const themeParts = (): string =>
  table(
    ['part', 'what it is'],
    Object.entries(PARTS).map(([name, means]) => [named(name, `part-${name}`), means]),
  );
