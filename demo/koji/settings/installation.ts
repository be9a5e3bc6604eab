import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../database/database.ts';
import { PERMISSIONS } from '../database/enums.ts';
import { settings } from '../database/schema.ts';
import { createKey, findCaller } from '../keys/keys.ts';

/**
 * The demo's own secrets. They are created at the first start, and all processes of an installation
 * share them.
 */
export interface InstallationSecrets {
  /** A key of the project `demo` with all permissions, for the demo's proxy. */
  apiKey: string;
  /** The secret of the proxy's tickets: 32 random bytes in base64url. */
  ticketSecret: string;
}

const API_KEY_SETTING = 'demo_api_key';
const TICKET_SECRET_SETTING = 'ticket_secret';
/**
 * Key of the advisory lock that serializes processes which start at the same time. Any number, but
 * never change it.
 */
const SECRETS_LOCK = 4_747_002;

/**
 * Loads the installation's secrets from the database, and creates those that are missing. A revoked
 * API key is replaced. Unlike other keys, the demo's own is stored as plain text, because its proxy
 * sends it.
 */
export const loadInstallationSecrets = ({ db }: Database, clock: Clock): Promise<InstallationSecrets> =>
  db.transaction(async tx => {
    await tx.execute(`select pg_advisory_xact_lock(${SECRETS_LOCK})`);
    return {
      apiKey: await loadOrCreate(tx, API_KEY_SETTING, {
        create: () => createKey(tx, { project: 'demo', permissions: PERMISSIONS, now: clock.now() }),
        isValid: async key => (await findCaller(tx, key)) !== null,
      }),
      ticketSecret: await loadOrCreate(tx, TICKET_SECRET_SETTING, {
        create: async () => randomBytes(32).toString('base64url'),
        isValid: async () => true,
      }),
    };
  });

async function loadOrCreate(
  tx: Transaction,
  name: string,
  { create, isValid }: { create: () => Promise<string>; isValid: (value: string) => Promise<boolean> },
): Promise<string> {
  const [stored] = await tx.select().from(settings).where(eq(settings.name, name));
  if (stored && (await isValid(stored.value))) return stored.value;
  const value = await create();
  await tx.insert(settings).values({ name, value }).onConflictDoUpdate({ target: settings.name, set: { value } });
  return value;
}
