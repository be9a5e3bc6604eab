import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Completion, REASONS } from './completion.ts';
import { createFailure } from './failures.ts';
import {
  getOpenQuestion,
  IDLE_STATE,
  isInterviewOpen,
  type LifecycleEvent,
  type LifecycleEventType,
  type LifecycleState,
  type Phase,
  TRANSITIONS,
  transition,
} from './lifecycle.ts';
import type { Question } from './questions.ts';

const QUESTION: Question = { id: 'q1', text: 'Why?', type: 'open_ended', config: {} };
const NEXT: Question = { id: 'q2', text: 'Would you come back?', type: 'yes_no', config: {} };
const OFFLINE = createFailure('unreachable', 'no answer');
const LOST = createFailure('ticket_expired', 'the ticket has expired');
const COMPLETION: Completion = {
  reason: 'natural',
  completed_at: '2026-03-01T09:10:00.000Z',
  stats: { duration_seconds: 600, respondent_messages: 2, interviewer_messages: 3, total_messages: 5 },
};

/** All kinds of states, by the name of their column in the matrix. */
const STATES: Record<string, LifecycleState> = {
  idle: IDLE_STATE,
  consenting: { phase: 'consenting' },
  starting: { phase: 'starting' },
  in_other_tab: { phase: 'in_other_tab' },
  active: { phase: 'active', question: QUESTION },
  answering: { phase: 'answering', question: QUESTION },
  concluded: { phase: 'concluded' },
  completing: { phase: 'completing', reason: 'timeout' },
  completed: { phase: 'completed', reason: 'timeout', completion: null, wasAlreadyCompleted: false },
  failed: { phase: 'failed', failure: OFFLINE, reason: null },
  failed_completion: { phase: 'failed', failure: OFFLINE, reason: 'timeout' },
  lost: { phase: 'failed', failure: LOST, reason: null },
};

const EVENTS: { [Type in LifecycleEventType]: Extract<LifecycleEvent, { type: Type }> } = {
  'consent-requested': { type: 'consent-requested' },
  'consent-given': { type: 'consent-given' },
  'consent-declined': { type: 'consent-declined' },
  'start-requested': { type: 'start-requested' },
  'found-in-other-tab': { type: 'found-in-other-tab' },
  'takeover-requested': { type: 'takeover-requested' },
  'interview-started': { type: 'interview-started', question: NEXT },
  'message-sent': { type: 'message-sent' },
  'message-failed': { type: 'message-failed' },
  'reply-received': { type: 'reply-received', question: NEXT },
  'interview-concluded': { type: 'interview-concluded' },
  'completion-requested': { type: 'completion-requested', reason: 'natural' },
  'interview-completed': { type: 'interview-completed', reason: 'natural', completion: COMPLETION },
  'interview-failed': { type: 'interview-failed', failure: LOST },
  'retry-requested': { type: 'retry-requested' },
};

/**
 * The expected transitions, written a second time on purpose. Rows are events, columns are states,
 * `.` means no change. `failed` can be retried, `failed_completion` is a completion that can be
 * retried, `lost` cannot be retried.
 */
const MATRIX = `
                      idle        consenting  starting      in_other_tab  active        answering     concluded     completing  completed  failed     failed_completion  lost
consent-requested     consenting  .           .             .             .             .             .             .           .          .          .                  .
consent-given         .           starting    .             .             .             .             .             .           .          .          .                  .
consent-declined      .           idle        .             .             .             .             .             .           .          .          .                  .
start-requested       starting    .           .             .             .             .             .             .           .          .          .                  .
found-in-other-tab    .           .           in_other_tab  .             in_other_tab  in_other_tab  in_other_tab  .           .          .          .                  .
takeover-requested    .           .           .             starting      .             .             .             .           .          .          .                  .
interview-started     .           .           active        .             .             .             .             .           .          .          .                  .
message-sent          .           .           .             .             answering     .             .             .           .          .          .                  .
message-failed        .           .           .             .             .             active        .             .           .          .          .                  .
reply-received        .           .           .             .             active        active        .             .           .          .          .                  .
interview-concluded   .           .           concluded     .             concluded     concluded     .             .           .          .          .                  .
completion-requested  .           .           .             .             completing    completing    completing    .           .          .          .                  .
interview-completed   .           .           completed     .             completed     completed     completed     completed   .          completed  completed          completed
interview-failed      .           .           failed        .             failed        failed        failed        failed      .          .          .                  .
retry-requested       .           .           .             .             .             .             .             .           .          starting   completing         .
`;

const [columns, ...rows] = MATRIX.trim()
  .split('\n')
  .map(line => line.trim().split(/\s+/));
const CELLS = rows.flatMap(([type, ...cells]) =>
  cells.map((cell, column) => [type as LifecycleEventType, columns![column]!, cell] as const),
);

describe('the lifecycle', () => {
  it('is tested with every event in every phase', () => {
    expect(rows.map(([type]) => type).sort()).toEqual(Object.keys(EVENTS).sort());
    expect(columns).toEqual(Object.keys(STATES));
    expect(new Set(Object.values(STATES).map(({ phase }) => phase))).toEqual(new Set(Object.keys(TRANSITIONS)));
  });

  it.each(CELLS)('after %s in %s: %s', (type, name, cell) => {
    const state = STATES[name]!;
    const next = transition(state, EVENTS[type]);
    if (cell === '.') expect(next).toBe(state);
    else expect(next.phase).toBe(cell as Phase);
  });

  it.each<[string, LifecycleState, LifecycleEvent, LifecycleState]>([
    [
      'a start opens the first question',
      STATES.starting!,
      EVENTS['interview-started'],
      { phase: 'active', question: NEXT },
    ],
    ['a question stays open while it is being answered', STATES.active!, EVENTS['message-sent'], STATES.answering!],
    ['after a failed message, its question is open again', STATES.answering!, EVENTS['message-failed'], STATES.active!],
    [
      'a reply opens the next question',
      STATES.answering!,
      EVENTS['reply-received'],
      { phase: 'active', question: NEXT },
    ],
    ['a concluded interview has no question', STATES.answering!, EVENTS['interview-concluded'], { phase: 'concluded' }],
    [
      'a requested completion keeps its reason',
      STATES.active!,
      { type: 'completion-requested', reason: 'manual' },
      { phase: 'completing', reason: 'manual' },
    ],
    [
      'the reason that Koji acknowledges counts, because the first reason wins there',
      STATES.completing!,
      EVENTS['interview-completed'],
      { phase: 'completed', reason: 'natural', completion: COMPLETION, wasAlreadyCompleted: false },
    ],
    [
      'a completion that this page did not request happened before',
      STATES.starting!,
      EVENTS['interview-completed'],
      { phase: 'completed', reason: 'natural', completion: COMPLETION, wasAlreadyCompleted: true },
    ],
    [
      'a failed completion keeps its reason',
      STATES.completing!,
      EVENTS['interview-failed'],
      { phase: 'failed', failure: LOST, reason: 'timeout' },
    ],
    [
      'any other failure has no reason',
      STATES.answering!,
      EVENTS['interview-failed'],
      { phase: 'failed', failure: LOST, reason: null },
    ],
    [
      'a failed completion is retried with the same reason',
      STATES.failed_completion!,
      EVENTS['retry-requested'],
      { phase: 'completing', reason: 'timeout' },
    ],
  ])('%s', (_, state, event, expected) => {
    expect(transition(state, event)).toEqual(expected);
  });

  it('getOpenQuestion returns a question in exactly two phases', () => {
    const open = Object.keys(STATES).filter(name => getOpenQuestion(STATES[name]!) !== null);
    expect(open).toEqual(['active', 'answering']);
  });

  it('isInterviewOpen is true from the first question until a completion is requested', () => {
    expect(Object.keys(STATES).filter(name => isInterviewOpen(STATES[name]!))).toEqual([
      'active',
      'answering',
      'concluded',
    ]);
  });
});

const anyQuestion = fc.constantFrom(null, QUESTION, NEXT);
const anyReason = fc.constantFrom(...REASONS);
const anyFailure = fc.constantFrom(OFFLINE, LOST, createFailure('rate_limited', 'later', 3));
const eventsWithoutData = [
  'consent-requested',
  'consent-given',
  'consent-declined',
  'start-requested',
  'message-sent',
] as const;
const anyEvent: fc.Arbitrary<LifecycleEvent> = fc.oneof(
  fc
    .constantFrom(
      ...eventsWithoutData,
      'message-failed',
      'interview-concluded',
      'retry-requested',
      'found-in-other-tab',
      'takeover-requested',
    )
    .map(type => ({ type }) as LifecycleEvent),
  fc.record({ type: fc.constantFrom('interview-started', 'reply-received'), question: anyQuestion }),
  fc.record({ type: fc.constant('completion-requested'), reason: anyReason }),
  fc.record({
    type: fc.constant('interview-completed'),
    reason: anyReason,
    completion: fc.constantFrom(null, COMPLETION),
  }),
  fc.record({ type: fc.constant('interview-failed'), failure: anyFailure }),
) as fc.Arbitrary<LifecycleEvent>;

/** Sequences of events, mostly from an ordinary interview, so that long ones get far. */
const anySequence = fc.array(
  fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...Object.values(EVENTS)) }, { weight: 1, arbitrary: anyEvent }),
  { maxLength: 120 },
);

/** Applies events one after another. Returns each with the state before and after it. */
const applyAll = (events: LifecycleEvent[]) => {
  let state = IDLE_STATE;
  return events.map(event => {
    const before = state;
    state = transition(before, event);
    return { before, event, state };
  });
};

describe('for any sequence of events', () => {
  it('an interview is completed at most once, and its state never changes afterwards', () => {
    fc.assert(
      fc.property(anySequence, events => {
        const steps = applyAll(events);
        const completed = steps.filter(({ before, state }) => before !== state && state.phase === 'completed');
        expect(completed.length).toBeLessThanOrEqual(1);
        for (const { before, state } of steps) if (before.phase === 'completed') expect(state).toBe(before);
      }),
      { numRuns: 1000 },
    );
  });

  it('a completion is requested with one reason only, however often it is retried', () => {
    fc.assert(
      fc.property(anySequence, events => {
        const requested = applyAll(events).filter(
          ({ before, state }) => before !== state && state.phase === 'completing',
        );
        expect(new Set(requested.map(({ state }) => 'reason' in state && state.reason)).size).toBeLessThanOrEqual(1);
        const first = requested.filter(({ event }) => event.type === 'completion-requested');
        expect(first.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1000 },
    );
  });

  it('an event that is not in the table changes nothing', () => {
    fc.assert(
      fc.property(anySequence, anyEvent, (events, event) => {
        const state = applyAll(events).at(-1)?.state ?? IDLE_STATE;
        const isLegal = event.type in TRANSITIONS[state.phase];
        if (!isLegal) expect(transition(state, event)).toBe(state);
      }),
      { numRuns: 1000 },
    );
  });

  it('the generated sequences do reach a completion', () => {
    const ends = fc.sample(anySequence, { numRuns: 500, seed: 4 }).map(events => applyAll(events).at(-1)?.state.phase);
    expect(ends.filter(phase => phase === 'completed').length).toBeGreaterThan(20);
  });
});
