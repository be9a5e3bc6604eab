/** Fonts that the theming page offers: none is fetched, each falls back to what systems have. */
export const FONTS: Record<string, string> = {
  'The system’s': '',
  'Humanist sans': '"Avenir Next", Seravek, Ubuntu, "DejaVu Sans Condensed", sans-serif',
  Serif: '"Iowan Old Style", Palatino, P052, "DejaVu Serif", Georgia, serif',
  Monospace: 'ui-monospace, "SF Mono", "DejaVu Sans Mono", monospace',
};
