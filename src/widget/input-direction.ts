/**
 * Value of `dir` for a text field. A text with letters has a direction of its own. Until there is
 * one, the placeholder and the caret are where the interview's language begins: browsers take
 * `auto` without letters as left to right.
 */
export const getInputDirection = (text: string): 'auto' | undefined => (/\p{L}/u.test(text) ? 'auto' : undefined);
