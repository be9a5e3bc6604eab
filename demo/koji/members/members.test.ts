import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../commands/commands.ts';
import type { Database } from '../database/database.ts';
import { saveOrigin } from '../settings/origin.ts';
import { createManualClock, type ManualClock } from '../testing/manual-clock.ts';
import { openTestDatabase } from '../testing/test-database.ts';
import { findMember, signIn, signOut } from './members.ts';

let database: Database;
let context: { db: Database['db']; clock: ManualClock };
beforeAll(async () => {
  database = await openTestDatabase();
  context = { db: database.db, clock: createManualClock() };
});
afterAll(() => database.close());

const run = (name: string, input = {}) => runCommand(context, name, input);
const add = async (email: string, role?: string) =>
  (await run('members add', { email, ...(role && { role }) })).at(-1)!;
const tokenOf = (link: string) => link.split('/').at(-1)!;
const HOUR = 60 * 60_000;

describe('members', () => {
  it('S91: members add prints a sign-in link of this installation, which works once', async () => {
    await saveOrigin(context.db, 'http://127.0.0.1:5151');
    const link = await add('Ines@Tidemark.example');
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:5151\/dashboard\/sign-in\/[\w-]{43}$/);
    const session = (await signIn(context, tokenOf(link)))!;
    expect(await findMember(context, session)).toEqual({ email: 'ines@tidemark.example', role: 'editor' });
    expect(await signIn(context, tokenOf(link))).toBeNull();
  });

  it('S91: of calls that race with one sign-in link, one succeeds', async () => {
    const token = tokenOf(await add('race@tidemark.example'));
    const sessions = await Promise.all(Array.from({ length: 10 }, () => signIn(context, token)));
    expect(sessions.filter(Boolean)).toHaveLength(1);
  });

  it('S91: a sign-in link is valid for an hour, a session for 30 days', async () => {
    const [unused, used] = [tokenOf(await add('late@tidemark.example')), tokenOf(await add('late@tidemark.example'))];
    const session = (await signIn(context, used))!;
    context.clock.advance(HOUR);
    expect(await signIn(context, unused)).toBeNull();
    context.clock.advance(30 * 24 * HOUR - HOUR - 1);
    expect(await findMember(context, session)).not.toBeNull();
    context.clock.advance(1);
    expect(await findMember(context, session)).toBeNull();
  });

  it('S91: adding a member again changes the role, also of open sessions; removing ends them', async () => {
    const link = await add('jo@tidemark.example', 'viewer');
    const session = (await signIn(context, tokenOf(link)))!;
    expect(await findMember(context, session)).toMatchObject({ role: 'viewer' });
    const unused = await add('JO@tidemark.example', 'editor');
    expect(await findMember(context, session)).toMatchObject({ role: 'editor' });
    expect(await run('members list')).toContain('jo@tidemark.example  editor');
    expect(await run('members remove', { email: 'Jo@tidemark.example' })).toEqual(['Removed jo@tidemark.example']);
    expect(await findMember(context, session)).toBeNull();
    expect(await signIn(context, tokenOf(unused))).toBeNull();
  });

  it('signing out ends that session only', async () => {
    const one = (await signIn(context, tokenOf(await add('two@tidemark.example'))))!;
    const other = (await signIn(context, tokenOf(await add('two@tidemark.example'))))!;
    await signOut(context.db, one);
    expect(await findMember(context, one)).toBeNull();
    expect(await findMember(context, other)).not.toBeNull();
  });

  it('neither sign-in links nor sessions are stored as plain text', async () => {
    const token = tokenOf(await add('hash@tidemark.example'));
    const session = (await signIn(context, tokenOf(await add('hash@tidemark.example'))))!;
    const stored = await context.db.execute(
      sql`select (select json_agg(s) from member_sign_ins s)::text || (select json_agg(s) from member_sessions s)::text as all`,
    );
    expect(JSON.stringify(stored)).toContain('member_id');
    expect(JSON.stringify(stored)).not.toContain(token);
    expect(JSON.stringify(stored)).not.toContain(session);
  });

  it.each([
    ['members add', { email: 'nobody' }, /"nobody" is not an email address/],
    ['members add', { email: 'a@b.example', role: 'owner' }, /Unknown role "owner". Expected: viewer, editor./],
    ['members remove', { email: 'stranger@b.example' }, /no member with the address "stranger@b.example"/],
  ])('%s %j fails with a clear message, and changes nothing', async (name, input, message) => {
    const before = await run('members list');
    await expect(run(name, input)).rejects.toThrow(message);
    expect(await run('members list')).toEqual(before);
  });

  it.each(['', 'x', 'a'.repeat(43), "'; drop table members; --"])('the token %j is refused', async token => {
    expect(await signIn(context, token)).toBeNull();
    expect(await findMember(context, token)).toBeNull();
  });
});
