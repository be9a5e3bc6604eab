/**
 * The values that enum-like text columns may hold. A leaf: the schema and every area above it take
 * them from here.
 */

/** What a key may be allowed to do; each route of the API requires one of these. */
export const PERMISSIONS = ['interview:start', 'interview:chat', 'interview:complete', 'interview:read'] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** A viewer reads; an editor also completes interviews by hand and resends webhooks. */
export const MEMBER_ROLES = ['viewer', 'editor'] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

/** The events that a webhook can subscribe to. */
export const WEBHOOK_EVENTS = ['interview.completed', 'interview.analysis_ready', 'interview.analysis_failed'] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** `failed` means that no further attempt follows unless the delivery is resent by hand. */
export const DELIVERY_STATES = ['pending', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];
