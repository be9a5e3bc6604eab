import type { Completion, Reason } from './completion.ts';
import type { Failure } from './failures.ts';
import type { Question } from './questions.ts';

/**
 * Where an interview is. Only the phases in which a question is open have one, only an ending has a reason, and so on:
 * what cannot be together cannot be written.
 */
export type State =
  | { phase: 'idle' }
  | { phase: 'consenting' }
  | { phase: 'starting' }
  /** Another tab runs it; this one may take it over. */
  | { phase: 'elsewhere' }
  | { phase: 'active'; question: Question | null }
  | { phase: 'answering'; question: Question | null }
  | { phase: 'concluded' }
  | { phase: 'completing'; reason: Reason }
  /** `wasOver`: somebody else had completed it before this page asked for its end. */
  | { phase: 'completed'; reason: Reason; completion: Completion | null; wasOver: boolean }
  | { phase: 'failed'; failure: Failure; reason: Reason | null };

export type Phase = State['phase'];

/** What can happen to an interview. */
export type Event =
  | { type: 'consent-asked' }
  | { type: 'consent-given' }
  | { type: 'consent-declined' }
  | { type: 'start-requested' }
  | { type: 'found-elsewhere' }
  | { type: 'takeover-chosen' }
  | { type: 'interview-started'; question: Question | null }
  | { type: 'message-sent' }
  | { type: 'message-returned' }
  | { type: 'reply-received'; question: Question | null }
  | { type: 'interview-concluded' }
  | { type: 'completion-requested'; reason: Reason }
  | { type: 'interview-completed'; reason: Reason; completion: Completion | null }
  | { type: 'failure-met'; failure: Failure }
  | { type: 'retry-chosen' };

export type EventType = Event['type'];

/**
 * The legal moves, to be checked with a finger: in this phase, after that event, the interview is there.
 * Whatever is not listed changes nothing. Two columns carry the promise of the product:
 * `completing` is entered by one event only, and `completed` has no way out.
 */
export const MOVES = {
  idle: { 'consent-asked': 'consenting', 'start-requested': 'starting' },
  consenting: { 'consent-given': 'starting', 'consent-declined': 'idle' },
  starting: {
    'interview-started': 'active',
    'found-elsewhere': 'elsewhere',
    'interview-concluded': 'concluded',
    'interview-completed': 'completed',
    'failure-met': 'failed',
  },
  elsewhere: { 'takeover-chosen': 'starting' },
  active: {
    'found-elsewhere': 'elsewhere',
    'message-sent': 'answering',
    'reply-received': 'active',
    'interview-concluded': 'concluded',
    'completion-requested': 'completing',
    'interview-completed': 'completed',
    'failure-met': 'failed',
  },
  answering: {
    'found-elsewhere': 'elsewhere',
    'reply-received': 'active',
    'message-returned': 'active',
    'interview-concluded': 'concluded',
    'completion-requested': 'completing',
    'interview-completed': 'completed',
    'failure-met': 'failed',
  },
  concluded: {
    'found-elsewhere': 'elsewhere',
    'completion-requested': 'completing',
    'interview-completed': 'completed',
    'failure-met': 'failed',
  },
  completing: { 'interview-completed': 'completed', 'failure-met': 'failed' },
  completed: {},
  // A failed completion is asked for again with its reason; anything else begins with asking the server how things stand.
  failed: { 'retry-chosen': 'starting', 'interview-completed': 'completed' },
} as const satisfies Record<Phase, Partial<Record<EventType, Phase>>>;

export const IDLE: State = { phase: 'idle' };

/** The state after an event. Where the table has no such move, the very same state object. */
export function move(state: State, event: Event): State {
  const next = (MOVES[state.phase] as Partial<Record<EventType, Phase>>)[event.type];
  if (!next) return state;
  switch (event.type) {
    case 'interview-started':
    case 'reply-received':
      return { phase: 'active', question: event.question };
    case 'message-sent':
      return { phase: 'answering', question: questionOf(state) };
    case 'message-returned':
      return { phase: 'active', question: questionOf(state) };
    case 'completion-requested':
      return { phase: 'completing', reason: event.reason };
    case 'interview-completed':
      return {
        phase: 'completed',
        reason: event.reason,
        completion: event.completion,
        wasOver: state.phase !== 'completing' && state.phase !== 'failed',
      };
    case 'failure-met':
      return { phase: 'failed', failure: event.failure, reason: state.phase === 'completing' ? state.reason : null };
    case 'retry-chosen':
      if (state.phase !== 'failed' || !state.failure.recoverable) return state;
      return state.reason ? { phase: 'completing', reason: state.reason } : { phase: 'starting' };
    default:
      return { phase: next } as State;
  }
}

/** The question that waits for an answer, if one does. */
export const questionOf = (state: State): Question | null => ('question' in state ? state.question : null);

/** Whether there is an interview that somebody still has to complete. */
export const isOpen = (state: State): boolean =>
  state.phase === 'active' || state.phase === 'answering' || state.phase === 'concluded';
