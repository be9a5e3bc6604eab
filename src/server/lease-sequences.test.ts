import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REASONS } from '../interview/completion.ts';
import { type Lease, type LeaseEvent, type LeaseTimes, openLease, transitionLease } from './lease.ts';

const TIMES: LeaseTimes = { idleTime: 1800_000, hiddenGrace: 600_000, leaveGrace: 30_000, concludedGrace: 15_000 };
const NOW = 1_000_000_000;

const COMPLETION = {
  reason: 'natural' as const,
  completed_at: '2026-03-01T09:00:00Z',
  stats: { duration_seconds: 1, respondent_messages: 1, interviewer_messages: 2, total_messages: 3 },
};

describe('a lease after any sequence of events', () => {
  const report = fc.option(fc.record({ page: fc.constantFrom('a', 'b', '__proto__'), seq: fc.nat(6) }), {
    nil: undefined,
  });
  const reportEvents = (type: 'page-visible' | 'page-hidden' | 'page-left') =>
    report.map((each): LeaseEvent => ({ type, report: each }));
  const resumes = fc
    .tuple(report, fc.constantFrom('ada', 'grace', null))
    .map(([each, respondent]): LeaseEvent => ({ type: 'page-resumed', report: each, respondent }));
  const event: fc.Arbitrary<LeaseEvent> = fc.oneof(
    reportEvents('page-visible'),
    reportEvents('page-hidden'),
    reportEvents('page-left'),
    resumes,
    fc.constant<LeaseEvent>({ type: 'message-sent' }),
    fc.constant<LeaseEvent>({ type: 'interview-concluded' }),
    fc.constant<LeaseEvent>({ type: 'completion-claimed' }),
    fc.constant<LeaseEvent>({ type: 'completion-acknowledged', completion: COMPLETION }),
    fc
      .record({ reason: fc.constantFrom(...REASONS), report })
      .map((each): LeaseEvent => ({ type: 'completion-requested', ...each })),
    fc.nat(100_000).map((wait): LeaseEvent => ({ type: 'completion-failed', wait })),
    fc.nat(100_000).map((wait): LeaseEvent => ({ type: 'completion-postponed', wait })),
    fc.constant<LeaseEvent>({ type: 'completion-refused', code: 'forbidden' }),
  );
  const steps = fc.array(fc.tuple(fc.nat(2_000_000), event), { maxLength: 30 });
  const limit = fc.option(fc.nat(4_000_000), { nil: null });

  it('has exactly one completion due until it is closed, and keeps the first closing reason', () => {
    fc.assert(
      fc.property(limit, steps, (limitAfter, events) => {
        let now = NOW;
        const ends_at = limitAfter === null ? null : NOW + limitAfter;
        let lease = openLease({ id: 'i', study: null, ticket: 't', ends_at }, NOW, TIMES);
        let closingReason: Lease['reason'] | null = null;
        for (const [wait, next] of events) {
          now += wait;
          const before = lease;
          lease = transitionLease(before, next, now, TIMES);
          expect(JSON.parse(JSON.stringify(lease))).toEqual(lease);

          if (before.status === 'closed') expect(lease).toBe(before);
          if (lease.status !== 'open') closingReason ??= lease.reason;
          if (closingReason) expect(lease.reason).toBe(closingReason);
          if (before.status !== 'open') expect(lease.status).not.toBe('open');
          if (lease.status === 'open') {
            expect(lease.due_at).toBeGreaterThan(now);
            expect(lease.due_at).toBeLessThanOrEqual(now + TIMES.idleTime);
            if (lease.ends_at !== null) expect(lease.due_at).toBeLessThanOrEqual(lease.ends_at);
          }
          if (lease.concluded && lease.status === 'open') expect(lease.reason).toBe('natural');
        }
      }),
      { numRuns: 1000 },
    );
  });
});
