import { describe, expect, it } from 'vitest';
import { REASONS } from '../interview/completion.ts';
import { type Lease, type LeaseEvent, type LeaseTimes, openLease, transitionLease } from './lease.ts';

const TIMES: LeaseTimes = { idleTime: 1800_000, hiddenGrace: 600_000, leaveGrace: 30_000, concludedGrace: 15_000 };
const NOW = 1_000_000_000;
const SECOND = 1000;
const MINUTE = 60 * SECOND;

const open = (ends_at: number | null = null) => openLease({ id: 'i', study: null, ticket: 't', ends_at }, NOW, TIMES);

/** Applies events, each at so many milliseconds after the start. */
const applyEvents = (lease: Lease, ...events: [number, LeaseEvent][]) =>
  events.reduce((before, [after, event]) => transitionLease(before, event, NOW + after, TIMES), lease);

const left = (page: string, seq: number): LeaseEvent => ({ type: 'page-left', report: { page, seq } });
const hidden = (page: string, seq: number): LeaseEvent => ({ type: 'page-hidden', report: { page, seq } });
const visible = (page: string, seq: number): LeaseEvent => ({ type: 'page-visible', report: { page, seq } });
const resumed = (page: string, seq: number): LeaseEvent => ({
  type: 'page-resumed',
  report: { page, seq },
  respondent: null,
});
const requested = (reason: Lease['reason']): LeaseEvent => ({ type: 'completion-requested', reason });
const message: LeaseEvent = { type: 'message-sent' };
const concluded: LeaseEvent = { type: 'interview-concluded' };
const claimed: LeaseEvent = { type: 'completion-claimed' };
const acknowledged: LeaseEvent = {
  type: 'completion-acknowledged',
  completion: {
    reason: 'natural',
    completed_at: '2026-03-01T09:00:00Z',
    stats: { duration_seconds: 1, respondent_messages: 1, interviewer_messages: 2, total_messages: 3 },
  },
};

describe('the completion due for an open interview', () => {
  const cases: [string, number | null, [number, LeaseEvent][], Lease['reason'], number][] = [
    ['start', null, [], 'respondent_left', 30 * MINUTE],
    ['S10: start with a maximum duration that is sooner', 20 * MINUTE, [], 'timeout', 20 * MINUTE],
    ['start with a maximum duration that is later', 40 * MINUTE, [], 'respondent_left', 30 * MINUTE],
    ['message', null, [[MINUTE, message]], 'respondent_left', 31 * MINUTE],
    ['a message that can’t move the maximum duration', 20 * MINUTE, [[19 * MINUTE, message]], 'timeout', 20 * MINUTE],
    ['heartbeat visible', null, [[MINUTE, visible('a', 1)]], 'respondent_left', 31 * MINUTE],
    ['heartbeat hidden', null, [[MINUTE, hidden('a', 1)]], 'respondent_left', 11 * MINUTE],
    ['hidden until after the maximum duration', 5 * MINUTE, [[MINUTE, hidden('a', 1)]], 'timeout', 5 * MINUTE],
    [
      'visible again',
      null,
      [
        [0, hidden('a', 1)],
        [MINUTE, visible('a', 2)],
      ],
      'respondent_left',
      31 * MINUTE,
    ],
    ['S6: page left', null, [[MINUTE, left('a', 1)]], 'respondent_left', MINUTE + 30 * SECOND],
    [
      'left just before the limit, which cuts the grace short',
      MINUTE,
      [[50 * SECOND, left('a', 1)]],
      'respondent_left',
      MINUTE,
    ],
    [
      'left, then hidden',
      null,
      [
        [0, left('a', 1)],
        [10, hidden('a', 2)],
      ],
      'respondent_left',
      30 * SECOND,
    ],
    [
      'hidden, then left',
      null,
      [
        [0, hidden('a', 1)],
        [10, left('a', 2)],
      ],
      'respondent_left',
      30 * SECOND + 10,
    ],
    [
      'the same leave over two transports',
      null,
      [
        [0, left('a', 1)],
        [SECOND, left('a', 1)],
      ],
      'respondent_left',
      30 * SECOND,
    ],
    [
      'an older report of the same page',
      null,
      [
        [0, left('a', 2)],
        [SECOND, visible('a', 1)],
      ],
      'respondent_left',
      30 * SECOND,
    ],
    [
      'S7: resumed by the next page',
      null,
      [
        [0, left('a', 1)],
        [SECOND, resumed('b', 0)],
      ],
      'respondent_left',
      30 * MINUTE + SECOND,
    ],
    [
      'a late leave of the page before',
      null,
      [
        [0, resumed('b', 0)],
        [SECOND, left('a', 9)],
      ],
      'respondent_left',
      30 * MINUTE,
    ],
    [
      'back to a page from the back/forward cache',
      null,
      [
        [0, left('a', 1)],
        [10, resumed('b', 0)],
        [20, resumed('a', 2)],
        [30, left('b', 1)],
        [40, left('a', 3)],
      ],
      'respondent_left',
      30 * SECOND + 40,
    ],
    [
      'a resume with a seq that has passed',
      null,
      [
        [0, left('a', 3)],
        [10, resumed('a', 2)],
      ],
      'respondent_left',
      30 * SECOND,
    ],
    [
      'a report of another page load before any resume',
      null,
      [
        [0, visible('a', 1)],
        [10, left('b', 1)],
      ],
      'respondent_left',
      30 * SECOND + 10,
    ],
    [
      'a message after a leave',
      null,
      [
        [0, left('a', 1)],
        [SECOND, message],
      ],
      'respondent_left',
      30 * MINUTE + SECOND,
    ],
    ['S4: concluded', null, [[MINUTE, concluded]], 'natural', MINUTE + 15 * SECOND],
    [
      'concluded twice',
      null,
      [
        [0, concluded],
        [10, concluded],
      ],
      'natural',
      15 * SECOND,
    ],
    [
      'concluded, then left',
      null,
      [
        [0, concluded],
        [SECOND, left('a', 1)],
      ],
      'natural',
      15 * SECOND,
    ],
    [
      'concluded, then a heartbeat',
      null,
      [
        [0, concluded],
        [SECOND, visible('a', 1)],
      ],
      'natural',
      15 * SECOND,
    ],
    [
      'left, then concluded by the running reply',
      null,
      [
        [0, left('a', 1)],
        [20 * SECOND, concluded],
      ],
      'natural',
      30 * SECOND,
    ],
    [
      'concluded, then resumed',
      null,
      [
        [0, concluded],
        [SECOND, resumed('b', 0)],
      ],
      'natural',
      15 * SECOND,
    ],
  ];
  it.each(cases)('%s', (_, limit, events, reason, due) => {
    const lease = applyEvents(open(limit === null ? null : NOW + limit), ...events);
    expect([lease.status, lease.reason, lease.due_at - NOW]).toEqual(['open', reason, due]);
  });
});

describe('a closing lease', () => {
  it.each(REASONS)('S9: is due now if %s is requested', reason => {
    expect(applyEvents(open(), [5, requested(reason)])).toMatchObject({ status: 'closing', reason, due_at: NOW + 5 });
  });

  it('keeps the first reason', () => {
    expect(
      applyEvents(open(), [0, requested('timeout')], [1, requested('natural')], [2, left('a', 1)], [3, message]).reason,
    ).toBe('timeout');
  });

  it('takes an explicit reason instead of a pending natural end', () => {
    expect(applyEvents(open(), [0, concluded], [1, requested('respondent_left')]).reason).toBe('respondent_left');
  });

  it('is closing from its due time on, even before the sender runs', () => {
    const lease = applyEvents(open(), [0, left('a', 1)], [30 * SECOND, resumed('b', 0)]);
    expect(lease).toMatchObject({ status: 'closing', reason: 'respondent_left' });
  });

  it('ignores the End button of a replaced page', () => {
    const endPressed: LeaseEvent = {
      type: 'completion-requested',
      reason: 'respondent_left',
      report: { page: 'a', seq: 5 },
    };
    expect(applyEvents(open(), [0, resumed('b', 0)], [1, endPressed]).status).toBe('open');
    expect(applyEvents(open(), [0, resumed('a', 0)], [1, endPressed]).status).toBe('closing');
  });

  it('can be claimed once at a time, and again when the claim has expired', () => {
    const lease = applyEvents(open(), [0, requested('manual')], [0, claimed]);
    expect(lease.due_at).toBeGreaterThan(NOW + 100 * SECOND);
    expect(applyEvents(lease, [SECOND, claimed])).toBe(lease);
    expect(applyEvents(lease, [lease.due_at - NOW, claimed])).not.toBe(lease);
  });

  it('counts a failed attempt, but not a postponed one', () => {
    const closing = applyEvents(open(), [0, requested('manual')], [0, claimed]);
    expect(applyEvents(closing, [10, { type: 'completion-failed', wait: 500 }])).toMatchObject({
      due_at: NOW + 510,
      attempts: 1,
    });
    expect(applyEvents(closing, [10, { type: 'completion-postponed', wait: 500 }])).toMatchObject({
      due_at: NOW + 510,
      attempts: 0,
    });
  });

  it('is closed for good by the acknowledgement', () => {
    const closed = applyEvents(open(), [0, requested('natural')], [0, claimed], [1, acknowledged]);
    expect(closed).toMatchObject({ status: 'closed', completion: { reason: 'natural' } });
    for (const event of [message, left('a', 1), requested('manual'), concluded, claimed, acknowledged]) {
      expect(applyEvents(closed, [2, event])).toBe(closed);
    }
  });

  it('is parked by a refusal, and retried with the same reason when somebody asks', () => {
    const parked = applyEvents(
      open(),
      [0, requested('timeout')],
      [0, claimed],
      [1, { type: 'completion-refused', code: 'forbidden' }],
    );
    expect(parked).toMatchObject({ status: 'parked', error: 'forbidden', reason: 'timeout' });
    expect(applyEvents(parked, [2, message], [3, claimed])).toBe(parked);
    expect(applyEvents(parked, [9, requested('manual')])).toMatchObject({
      status: 'closing',
      reason: 'timeout',
      // Not sooner: a page could otherwise call Koji as often as it likes.
      due_at: NOW + 60_001,
    });
  });
});
