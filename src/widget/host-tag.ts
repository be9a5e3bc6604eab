/** The element around the widget, where it is no part of the page's flow. Not the custom element's name: its class would take such a host for one of its own. */
export const HOST_TAG = 'koji-interview-host';
