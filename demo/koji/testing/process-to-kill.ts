/**
 * A process that a test kills. It prints a line once it is in the middle of an analysis that never
 * ends.
 */
import { openDatabase } from '../database/database.ts';
import { createKoji } from '../koji.ts';
import { createClientWithNewKey } from './test-koji.ts';

const [dataDir, clientMessageId] = process.argv.slice(2) as [string, string];
const body = { content: 'It became too expensive.', client_message_id: clientMessageId };

const koji = await createKoji({
  database: await openDatabase({ dataDir }),
  analyst: {
    analyse: () => {
      process.stdout.write(`${JSON.stringify({ open, reply, finished })}\n`);
      return new Promise(() => {});
    },
  },
  typing: 'off',
});
const client = await createClientWithNewKey(koji);
const open = await client.start();
const reply = await client.message(open.interview_id, open.session_token, body);
const finished = await client.start();
await client.message(finished.interview_id, finished.session_token, body);
await client.complete(finished.interview_id, finished.session_token, 'respondent_left');
await koji.start();
