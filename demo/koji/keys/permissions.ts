/** What a key may be allowed to do; each route of the API wants one of them. */
export const PERMISSIONS = ['interview:start', 'interview:chat', 'interview:complete', 'interview:read'] as const;
export type Permission = (typeof PERMISSIONS)[number];
