import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/** A new signing secret as Standard Webhooks write it: `whsec_` and 32 random bytes in base64. */
export const createSigningSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** The headers by which a receiver knows who sent a body, when, and whether it has had it before. */
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
