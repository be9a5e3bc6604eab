import { expect, it } from 'vitest';
import { REPORT_LIFETIME, type StoredReport } from '../page/unsent-reports.ts';
import { flushUnsentReports } from './flush-unsent-reports.ts';
import { createScriptedProxy } from './testing/scripted-proxy.ts';
import { createMemoryRecord } from './testing/test-interview.ts';

/** One moment for a whole test, so that reports can be compared. */
const NOW = Date.now();

const report = (ticket: string, expiresIn = 60_000): StoredReport => ({
  ticket,
  reason: 'respondent_left',
  page: `page of ${ticket}`,
  seq: 4,
  expiresAt: NOW + expiresIn,
});

it('S6: sends each report of an earlier page with its own ticket and number, then removes it', async () => {
  const proxy = createScriptedProxy();
  const unsent = createMemoryRecord([report('t1'), report('t2')]);
  await flushUnsentReports(proxy, unsent);
  expect(proxy.calls.map(({ route, ticket, body }) => [route, ticket, body])).toEqual([
    ['complete', 't1', { reason: 'respondent_left', page: 'page of t1', seq: 4 }],
    ['complete', 't2', { reason: 'respondent_left', page: 'page of t2', seq: 4 }],
  ]);
  expect(unsent.record).toBeNull();
});

it.each(['unreachable', 'upstream_unavailable'] as const)('keeps a report when sending fails with %s', async code => {
  const proxy = createScriptedProxy();
  const unsent = createMemoryRecord([report('t1'), report('t2')]);
  proxy.fail('complete', code);
  await flushUnsentReports(proxy, unsent);
  expect(unsent.record).toEqual([report('t1')]);
});

it('removes a report when its ticket has expired', async () => {
  const proxy = createScriptedProxy();
  const unsent = createMemoryRecord([report('t1')]);
  proxy.fail('complete', 'ticket_expired');
  await flushUnsentReports(proxy, unsent);
  expect(unsent.record).toBeNull();
});

it.each([
  ['has expired with its lease', -1],
  ['seems to come from the future, because the clock was set back', REPORT_LIFETIME + 60_000],
])('forgets a report that %s, without sending it', async (_, expiresIn) => {
  const proxy = createScriptedProxy();
  const unsent = createMemoryRecord([report('t1', expiresIn), report('t2')]);
  await flushUnsentReports(proxy, unsent);
  expect(proxy.calls.map(({ ticket }) => ticket)).toEqual(['t2']);
  expect(unsent.record).toBeNull();
});
