import { base64url, CompactEncrypt, compactDecrypt, errors } from 'jose';
import * as v from 'valibot';
import { HttpError } from './http-error.ts';
import { createLruCache } from './lru-cache.ts';

const contents = v.strictObject({
  interview_id: v.string(),
  session_token: v.string(),
  study: v.nullable(v.string()),
  started_at: v.string(),
  /** Milliseconds since 1970; of `ends_at`, null without a limit. */
  ends_at: v.nullable(v.number()),
  expires_at: v.number(),
});

/** What is inside a ticket: all that a proxy without any memory needs to carry an interview on. */
export type Ticket = v.InferOutput<typeof contents>;

export interface Tickets {
  seal(ticket: Ticket): Promise<string>;
  /**
   * Reads a ticket, also an expired one: a lease may outlive its ticket.
   * @throws Refusal `ticket_invalid` for anything that none of the secrets has sealed.
   */
  open(sealed: string): Promise<Ticket>;
}

/** How many opened tickets are remembered, about a kilobyte each. */
const REMEMBERED = 2000;

/**
 * Tickets are JWE (`dir`, `A256GCM`). The first secret seals, all of them open, so that secrets can be rotated:
 * put the new one in front, and take the old one out once the tickets it sealed have expired.
 */
export function createTickets(secrets: readonly string[]): Tickets {
  /** Each comes again with every message, and deciphering it costs more than all else that the proxy does with it. */
  const opened = createLruCache<Ticket>(REMEMBERED);
  // Derived at first use: some runtimes allow no asynchronous work while a module loads.
  let derived: Promise<Key[]> | undefined;
  const keys = () => {
    derived ??= Promise.all(secrets.map(deriveKey));
    return derived;
  };

  return {
    async seal(ticket) {
      const [{ kid, bytes }] = (await keys()) as [Key];
      return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(ticket)))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid })
        .encrypt(bytes);
    },

    async open(sealed) {
      const before = opened.get(sealed);
      if (before) return before;
      const known = await keys();
      try {
        const { plaintext } = await compactDecrypt(
          sealed,
          ({ kid }) => {
            const key = known.find(each => each.kid === kid);
            if (!key) throw new errors.JWEDecryptionFailed();
            return key.bytes;
          },
          { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] },
        );
        const ticket = v.parse(contents, JSON.parse(new TextDecoder().decode(plaintext)));
        opened.set(sealed, ticket);
        return ticket;
      } catch {
        throw new HttpError('ticket_invalid', 'The ticket is not one of this proxy.');
      }
    },
  };
}

interface Key {
  /** Tells secrets apart, and says nothing about them. */
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
