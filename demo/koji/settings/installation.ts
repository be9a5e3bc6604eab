import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../database/database.ts';
import { PERMISSIONS } from '../database/enums.ts';
import { settings } from '../database/schema.ts';
import { createKey, findCaller } from '../keys/keys.ts';

/** What the demo needs to be its own customer. Made at the first start, the same for all processes of an installation. */
export interface InstallationSecrets {
  /** A key of the project `demo` with all permissions. */
  apiKey: string;
  /** For the proxy's tickets: 32 random bytes in base64url. */
  ticketSecret: string;
}

const API_KEY = 'demo_api_key';
const TICKET_SECRET = 'ticket_secret';
/** Holds back processes that ask for the first time at once. Any number will do; it must stay. */
const SECRETS_LOCK = 4_747_002;

/**
 * The installation's own secrets, kept in its database: that is what all its processes share. Unlike the keys that the team
 * hands out, the demo's own must be kept in the clear, since its proxy has to show it. Where that key was revoked, a new one is made.
 */
export const loadInstallationSecrets = ({ db }: Database, clock: Clock): Promise<InstallationSecrets> =>
  db.transaction(async tx => {
    await tx.execute(`select pg_advisory_xact_lock(${SECRETS_LOCK})`);
    return {
      apiKey: await keep(tx, API_KEY, {
        make: () => createKey(tx, { project: 'demo', permissions: PERMISSIONS, now: clock.now() }),
        isGood: async key => (await findCaller(tx, key)) !== null,
      }),
      ticketSecret: await keep(tx, TICKET_SECRET, {
        make: async () => randomBytes(32).toString('base64url'),
        isGood: async () => true,
      }),
    };
  });

async function keep(
  tx: Transaction,
  name: string,
  { make, isGood }: { make: () => Promise<string>; isGood: (value: string) => Promise<boolean> },
): Promise<string> {
  const [kept] = await tx.select().from(settings).where(eq(settings.name, name));
  if (kept && (await isGood(kept.value))) return kept.value;
  const value = await make();
  await tx.insert(settings).values({ name, value }).onConflictDoUpdate({ target: settings.name, set: { value } });
  return value;
}
