/**
 * Creates the element around the widget.
 *
 * Its name is not `koji-interview`: where that custom element is defined as well, its class would
 * take over this one.
 */
export const createHostElement = (isInline: boolean): HTMLElement =>
  document.createElement(isInline ? 'koji-inline' : 'koji-interview-host');
