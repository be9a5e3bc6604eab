/**
 * A process that a test kills while it sends the events of two completed interviews to a receiver
 * that never responds.
 */
import { openDatabase } from '../../database/database.ts';
import { createKoji } from '../../koji.ts';
import { createClientWithNewKey, createCountingAnalyst } from '../../testing/test-koji.ts';

const [dataDir, url] = process.argv.slice(2) as [string, string];
const koji = await createKoji({
  database: await openDatabase({ dataDir }),
  analyst: createCountingAnalyst(),
  typing: 'off',
});
await koji.webhooks.add({ url, events: ['interview.completed'] });
const client = await createClientWithNewKey(koji);
await koji.start();
for (const { interview_id, session_token } of [await client.start(), await client.start()]) {
  await client.complete(interview_id, session_token);
}
