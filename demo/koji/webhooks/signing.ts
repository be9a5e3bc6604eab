import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/**
 * Creates a signing secret in the form of Standard Webhooks: `whsec_` and 32 random bytes in
 * base64.
 */
export const createSigningSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/**
 * The headers of Standard Webhooks, with which a receiver verifies a body's sender and time, and
 * detects repeats.
 */
export const createSignatureHeaders = (
  secret: string,
  id: string,
  now: Date,
  body: string,
): Record<string, string> => ({
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
  'webhook-signature': new Webhook(secret).sign(id, now, body),
});
