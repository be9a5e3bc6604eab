import { expect, it } from 'vitest';
import type { UnsentReport } from '../page/unsent-reports.ts';
import { flushUnsentReports } from './flush-unsent-reports.ts';
import { createScriptedProxy } from './testing/scripted-proxy.ts';
import { createMemoryRecord } from './testing/test-interview.ts';

const report = (ticket: string): UnsentReport => ({
  ticket,
  reason: 'respondent_left',
  page: `page of ${ticket}`,
  seq: 4,
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

it('ignores a stored value that is not a list', async () => {
  const proxy = createScriptedProxy();
  await flushUnsentReports(proxy, createMemoryRecord({ ticket: 't1', endsAt: null } as unknown as UnsentReport[]));
  expect(proxy.calls).toEqual([]);
});
