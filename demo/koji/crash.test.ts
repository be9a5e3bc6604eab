import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { StartResponse } from '../../src/wire/koji-api.ts';
import type { ReplyDone } from '../../src/wire/messages.ts';
import { type Database, openDatabase } from './database/database.ts';
import { seedDataDirectory } from './testing/test-database.ts';
import {
  createClientWithNewKey,
  createCountingAnalyst,
  createTestKoji,
  type TestClient,
  type TestKoji,
} from './testing/test-koji.ts';

const directory = mkdtempSync(join(tmpdir(), 'koji-crash-'));
const clientMessageId = randomUUID();
const analyst = createCountingAnalyst();
let before: { open: StartResponse; reply: ReplyDone; finished: StartResponse };
let database: Database;
let testKoji: TestKoji;
let client: TestClient;

beforeAll(async () => {
  await seedDataDirectory(directory);
  const killedProcess = spawn(
    process.execPath,
    [fileURLToPath(new URL('./testing/process-to-kill.ts', import.meta.url)), directory, clientMessageId],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [line] = await once(killedProcess.stdout, 'data');
  before = JSON.parse(String(line));
  killedProcess.kill('SIGKILL');
  await once(killedProcess, 'exit');

  database = await openDatabase({ dataDir: directory });
  testKoji = await createTestKoji({ database, analyst });
  await testKoji.koji.start();
  client = await createClientWithNewKey(testKoji.koji);
}, 60_000);
afterAll(async () => {
  await testKoji.close();
  await database.close();
  rmSync(directory, { recursive: true, force: true });
});

it('a message with a reply survives the kill, and its repeat gets the same reply', async () => {
  const { interview_id, session_token } = before.open;
  const repeat = await client.message(interview_id, session_token, {
    content: 'again',
    client_message_id: clientMessageId,
  });
  expect(repeat).toEqual(before.reply);
  expect((await client.get(interview_id)).transcript).toHaveLength(3);
});

it('S1 S13: the next process repeats an interrupted analysis at once, and stores it once', async () => {
  const { interview_id, session_token } = before.finished;
  await vi.waitFor(async () => expect((await client.get(interview_id)).analysis_status).toBe('completed'), {
    timeout: 15_000,
    interval: 100,
  });
  expect(analyst.analysedIds).toEqual([interview_id]);
  const repeat = await client.complete(interview_id, session_token, 'manual');
  expect([repeat.status, repeat.body.analysis_status]).toEqual([409, 'completed']);
  expect((await client.get(interview_id)).reason).toBe('respondent_left');
}, 20_000);
