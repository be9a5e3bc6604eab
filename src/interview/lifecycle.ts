import type { Completion, Reason } from './completion.ts';
import type { Failure } from './failures.ts';
import type { Question } from './questions.ts';

/**
 * Where an interview is. Only the phases in which a question is open have one, only an ending has a reason, and so on:
 * what cannot be together cannot be written.
 */
export type LifecycleState =
  | { phase: 'idle' }
  | { phase: 'consenting' }
  | { phase: 'starting' }
  /** Another tab runs it; this one may take it over. */
  | { phase: 'in_other_tab' }
  | { phase: 'active'; question: Question | null }
  | { phase: 'answering'; question: Question | null }
  | { phase: 'concluded' }
  | { phase: 'completing'; reason: Reason }
  /** `wasOver`: somebody else had completed it before this page asked for its end. */
  | { phase: 'completed'; reason: Reason; completion: Completion | null; wasAlreadyCompleted: boolean }
  | { phase: 'failed'; failure: Failure; reason: Reason | null };

export type Phase = LifecycleState['phase'];

/** What can happen to an interview. */
export type LifecycleEvent =
  | { type: 'consent-requested' }
  | { type: 'consent-given' }
  | { type: 'consent-declined' }
  | { type: 'start-requested' }
  | { type: 'found-in-other-tab' }
  | { type: 'takeover-requested' }
  | { type: 'interview-started'; question: Question | null }
  | { type: 'message-sent' }
  | { type: 'message-failed' }
  | { type: 'reply-received'; question: Question | null }
  | { type: 'interview-concluded' }
  | { type: 'completion-requested'; reason: Reason }
  | { type: 'interview-completed'; reason: Reason; completion: Completion | null }
  | { type: 'interview-failed'; failure: Failure }
  | { type: 'retry-requested' };

export type LifecycleEventType = LifecycleEvent['type'];

/**
 * The legal moves, to be checked with a finger: in this phase, after that event, the interview is there.
 * Whatever is not listed changes nothing. Two columns carry the promise of the product:
 * `completing` is entered by one event only, and `completed` has no way out.
 */
export const TRANSITIONS = {
  idle: { 'consent-requested': 'consenting', 'start-requested': 'starting' },
  consenting: { 'consent-given': 'starting', 'consent-declined': 'idle' },
  starting: {
    'interview-started': 'active',
    'found-in-other-tab': 'in_other_tab',
    'interview-concluded': 'concluded',
    'interview-completed': 'completed',
    'interview-failed': 'failed',
  },
  in_other_tab: { 'takeover-requested': 'starting' },
  active: {
    'found-in-other-tab': 'in_other_tab',
    'message-sent': 'answering',
    'reply-received': 'active',
    'interview-concluded': 'concluded',
    'completion-requested': 'completing',
    'interview-completed': 'completed',
    'interview-failed': 'failed',
  },
  answering: {
    'found-in-other-tab': 'in_other_tab',
    'reply-received': 'active',
    'message-failed': 'active',
    'interview-concluded': 'concluded',
    'completion-requested': 'completing',
    'interview-completed': 'completed',
    'interview-failed': 'failed',
  },
  concluded: {
    'found-in-other-tab': 'in_other_tab',
    'completion-requested': 'completing',
    'interview-completed': 'completed',
    'interview-failed': 'failed',
  },
  completing: { 'interview-completed': 'completed', 'interview-failed': 'failed' },
  completed: {},
  // A failed completion is asked for again with its reason; anything else begins with asking the server how things stand.
  failed: { 'retry-requested': 'starting', 'interview-completed': 'completed' },
} as const satisfies Record<Phase, Partial<Record<LifecycleEventType, Phase>>>;

export const IDLE_STATE: LifecycleState = { phase: 'idle' };

/** The state after an event. Where the table has no such move, the very same state object. */
export function transition(state: LifecycleState, event: LifecycleEvent): LifecycleState {
  const next = (TRANSITIONS[state.phase] as Partial<Record<LifecycleEventType, Phase>>)[event.type];
  if (!next) return state;
  switch (event.type) {
    case 'interview-started':
    case 'reply-received':
      return { phase: 'active', question: event.question };
    case 'message-sent':
      return { phase: 'answering', question: getOpenQuestion(state) };
    case 'message-failed':
      return { phase: 'active', question: getOpenQuestion(state) };
    case 'completion-requested':
      return { phase: 'completing', reason: event.reason };
    case 'interview-completed':
      return {
        phase: 'completed',
        reason: event.reason,
        completion: event.completion,
        wasAlreadyCompleted: state.phase !== 'completing' && state.phase !== 'failed',
      };
    case 'interview-failed':
      return { phase: 'failed', failure: event.failure, reason: state.phase === 'completing' ? state.reason : null };
    case 'retry-requested':
      if (state.phase !== 'failed' || !state.failure.recoverable) return state;
      return state.reason ? { phase: 'completing', reason: state.reason } : { phase: 'starting' };
    default:
      return { phase: next } as LifecycleState;
  }
}

/** The question that waits for an answer, if one does. */
export const getOpenQuestion = (state: LifecycleState): Question | null =>
  'question' in state ? state.question : null;

/** Whether there is an interview that somebody still has to complete. */
export const isInterviewOpen = (state: LifecycleState): boolean =>
  state.phase === 'active' || state.phase === 'answering' || state.phase === 'concluded';
