const sheets = new Map<string, CSSStyleSheet>();

/**
 * Adds a style sheet to a shadow root. Calling it again changes nothing.
 *
 * Constructed style sheets are shared by all widgets of a page, and work under a strict
 * Content-Security-Policy, which would block a `<style>` element.
 *
 * @param name identifies the style sheet; `css` counts at the first call only
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
