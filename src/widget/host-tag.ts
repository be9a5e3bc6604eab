/** The element around the widget. Not the custom element's name: its class would take such a host for one of its own. */
export const HOST_TAG = 'koji-interview-host';
