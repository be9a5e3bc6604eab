const sheets = new Map<string, CSSStyleSheet>();

/**
 * Gives a root one of our style sheets, once. Constructed sheets are shared by all widgets of a page, and a strict
 * Content-Security-Policy has nothing to refuse, since there is no `<style>`.
 */
export function adoptStyleSheet(root: ShadowRoot, name: string, css: string): void {
  let sheet = sheets.get(name);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(name, sheet);
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
}
