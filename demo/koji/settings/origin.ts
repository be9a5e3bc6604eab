import { eq } from 'drizzle-orm';
import type { Db } from '../database/database.ts';
import { settings } from '../database/schema.ts';

const ORIGIN_SETTING = 'origin';
/** Where `npm start` listens by default. */
const DEFAULT_ORIGIN = 'http://127.0.0.1:4747';

/** Stores the origin of this installation, with which sign-in links begin. */
export async function saveOrigin(db: Db, value: string): Promise<void> {
  await db
    .insert(settings)
    .values({ name: ORIGIN_SETTING, value })
    .onConflictDoUpdate({ target: settings.name, set: { value } });
}

/** The origin of this installation when it last started; the default one if it never did. */
export async function readOrigin(db: Db): Promise<string> {
  const [stored] = await db.select({ value: settings.value }).from(settings).where(eq(settings.name, ORIGIN_SETTING));
  return stored?.value ?? DEFAULT_ORIGIN;
}
