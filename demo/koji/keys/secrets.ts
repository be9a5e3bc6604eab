import { createHash, randomInt, timingSafeEqual } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 32;

const randomText = (length: number) => Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');

/** A new API key: `pk_live_` and 32 letters or digits, some 190 bits. */
export const createApiKey = (): string => `pk_live_${randomText(LENGTH)}`;

/** A new session token: `st_live_` and 32 letters or digits. */
export const createSessionToken = (): string => `st_live_${randomText(LENGTH)}`;

/**
 * What is stored of a secret: its SHA-256 in hex. No salt and no slow hash, since these secrets are random
 * throughout and can't be guessed from a list.
 */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Whether a secret is the one behind a stored hash, in a time that doesn't tell how much of it was right. */
export const matchesHash = (hash: string, secret: string): boolean =>
  timingSafeEqual(Buffer.from(hash, 'hex'), Buffer.from(hashSecret(secret), 'hex'));
