/**
 * A text that may change while it is shown. Each text is an element of its own: translators of
 * browsers put another node in the place of a text node, and Preact would go on writing to the one
 * that is no longer on the page (https://github.com/preactjs/preact/issues/948).
 */
export const ChangingText = ({ children }: { children: string }) => <span key={children}>{children}</span>;
