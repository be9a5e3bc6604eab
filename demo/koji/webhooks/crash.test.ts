import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openDatabase } from '../database/database.ts';
import { seedDataDirectory } from '../testing/test-database.ts';
import { createTestKoji } from '../testing/test-koji.ts';
import { openReceiver } from './testing/receiver.ts';

it('the next process resends an event whose sending was interrupted by a kill, with the same id and bytes', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'koji-webhooks-'));
  await seedDataDirectory(directory);
  let isHanging = true;
  const receiver = await openReceiver({ respond: () => (isHanging ? null : 204) });
  const killedProcess = spawn(
    process.execPath,
    [fileURLToPath(new URL('./testing/process-to-kill.ts', import.meta.url)), directory, receiver.url],
    { stdio: 'inherit' },
  );
  onTestFinished(() => void killedProcess.kill('SIGKILL'));
  await receiver.waitForEvents(2);
  killedProcess.kill('SIGKILL');
  await once(killedProcess, 'exit');
  const before = receiver.events.splice(0);
  isHanging = false;

  const database = await openDatabase({ dataDir: directory });
  const { koji, close } = await createTestKoji({ database });
  const list = async () => (await koji.webhooks.listDeliveries({ limit: 10 })).deliveries;
  // The interrupted attempt does not count.
  expect((await list()).map(({ state, attempts }) => [state, attempts])).toEqual([
    ['pending', 0],
    ['pending', 0],
  ]);
  await koji.start();
  const after = await receiver.waitForEvents(2);
  const described = (events: typeof after) =>
    events.map(({ headers, body }) => `${headers['webhook-id']} ${body}`).sort();
  expect(described(after)).toEqual(described(before));
  await vi.waitFor(async () => expect((await list()).map(({ state }) => state)).toEqual(['delivered', 'delivered']));
  expect(receiver.events).toHaveLength(2);

  await close();
  await database.close();
  await receiver.close();
  rmSync(directory, { recursive: true, force: true });
}, 60_000);
