import { base64url, CompactEncrypt, compactDecrypt, errors } from 'jose';
import * as v from 'valibot';
import { HttpError } from './http-error.ts';
import { createLruCache } from './lru-cache.ts';

const ticketSchema = v.strictObject({
  interview_id: v.string(),
  session_token: v.string(),
  study: v.nullable(v.string()),
  /** The keyed hash of the respondent's id; null for nobody. Older tickets don't have it. */
  respondent: v.optional(v.nullable(v.string()), null),
  started_at: v.string(),
  /** When the maximum duration is over, in milliseconds since 1970; null without a limit. */
  ends_at: v.nullable(v.number()),
  /** In milliseconds since 1970. */
  expires_at: v.number(),
});

/**
 * The contents of a ticket: all that a proxy needs to continue an interview it knows nothing of.
 */
export type Ticket = v.InferOutput<typeof ticketSchema>;

export interface Tickets {
  seal(ticket: Ticket): Promise<string>;
  /**
   * Decrypts a ticket, even an expired one: a lease may outlive its ticket.
   * @throws HttpError `ticket_invalid` if none of the secrets has encrypted it.
   */
  open(sealed: string): Promise<Ticket>;
}

/** How many decrypted tickets are cached, about a kilobyte each. */
const CACHE_SIZE = 2000;

/**
 * Tickets are JWE (`dir`, `A256GCM`). The first secret encrypts, and all of them decrypt, so
 * secrets can be rotated: put the new one in front, and remove the old one once the tickets that it
 * encrypted have expired.
 */
export function createTickets(secrets: readonly string[]): Tickets {
  /**
   * A ticket comes with every message, and decrypting it costs more than the rest of the proxy's
   * work.
   */
  const cache = createLruCache<Ticket>(CACHE_SIZE);
  // Derived at first use: some runtimes allow no asynchronous work while a module loads.
  let derivedKeys: Promise<Key[]> | undefined;
  const getKeys = () => {
    derivedKeys ??= Promise.all(secrets.map(deriveKey));
    return derivedKeys;
  };

  return {
    async seal(ticket) {
      const [{ kid, bytes }] = (await getKeys()) as [Key];
      return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(ticket)))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid })
        .encrypt(bytes);
    },

    async open(sealed) {
      const cached = cache.get(sealed);
      if (cached) return cached;
      const keys = await getKeys();
      try {
        const { plaintext } = await compactDecrypt(
          sealed,
          ({ kid }) => {
            const key = keys.find(each => each.kid === kid);
            if (!key) throw new errors.JWEDecryptionFailed();
            return key.bytes;
          },
          { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] },
        );
        const ticket = v.parse(ticketSchema, JSON.parse(new TextDecoder().decode(plaintext)));
        cache.set(sealed, ticket);
        return ticket;
      } catch {
        throw new HttpError('ticket_invalid', 'The ticket is not valid: this proxy has no secret that decrypts it.');
      }
    },
  };
}

interface Key {
  /** Identifies the secret in a ticket's header, and reveals nothing about it. */
  kid: string;
  bytes: Uint8Array;
}

async function deriveKey(secret: string): Promise<Key> {
  const material = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), 'HKDF', false, [
    'deriveBits',
  ]);
  const derive = async (info: string, bytes: number) =>
    new Uint8Array(
      await crypto.subtle.deriveBits(
        { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: new TextEncoder().encode(info) },
        material,
        bytes * 8,
      ),
    );
  return {
    kid: base64url.encode(await derive('koji-embed ticket name', 6)),
    bytes: await derive('koji-embed ticket', 32),
  };
}
