/**
 * Fonts on the theming page. None is downloaded: each is a list of fonts that operating systems
 * come with.
 */
export const FONTS: Record<string, string> = {
  System: '',
  'Humanist sans': '"Avenir Next", Seravek, Ubuntu, "DejaVu Sans Condensed", sans-serif',
  Serif: '"Iowan Old Style", Palatino, P052, "DejaVu Serif", Georgia, serif',
  Monospace: 'ui-monospace, "SF Mono", "DejaVu Sans Mono", monospace',
};
