/** Identifies an interview in the browser's storage and among the interviews of a page. */
export const interviewKey = (proxy: string, study = ''): string => `koji:${proxy}:${study}`;

/**
 * Key that is stored once the visitor has completed or closed the interview, as option `once` says.
 */
export const notOfferedKey = (interview: string, once: string | undefined): string => `${interview}:${once}`;

/** Key of the reports of leaving that could not be sent. */
export const reportsKey = (interview: string): string => `${interview}:reports`;
