import { eq } from 'drizzle-orm';
import type { Db } from '../database/database.ts';
import { settings } from '../database/schema.ts';

const ORIGIN = 'origin';
/** Where `npm start` listens unless told otherwise. */
const DEFAULT_ORIGIN = 'http://127.0.0.1:4747';

/** Notes where this installation is reached, for addresses that are given to people. */
export async function saveOrigin(db: Db, value: string): Promise<void> {
  await db
    .insert(settings)
    .values({ name: ORIGIN, value })
    .onConflictDoUpdate({ target: settings.name, set: { value } });
}

/** Where this installation is reached, or was when it last ran. */
export async function readOrigin(db: Db): Promise<string> {
  const [kept] = await db.select({ value: settings.value }).from(settings).where(eq(settings.name, ORIGIN));
  return kept?.value ?? DEFAULT_ORIGIN;
}
