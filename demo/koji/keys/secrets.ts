import { createHash, randomInt, timingSafeEqual } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 32;

const randomText = (length: number) => Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');

/** Creates an API key: `pk_live_` and 32 letters or digits, about 190 random bits. */
export const createApiKey = (): string => `pk_live_${randomText(LENGTH)}`;

/** Creates a session token: `st_live_` and 32 letters or digits. */
export const createSessionToken = (): string => `st_live_${randomText(LENGTH)}`;

/**
 * The form in which a secret is stored: SHA-256 in hex. Neither salt nor a slow hash is needed,
 * because these secrets are random throughout and appear in no dictionary.
 */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Whether a secret has this hash. Compares in constant time. */
export const matchesHash = (hash: string, secret: string): boolean =>
  timingSafeEqual(Buffer.from(hash, 'hex'), Buffer.from(hashSecret(secret), 'hex'));
