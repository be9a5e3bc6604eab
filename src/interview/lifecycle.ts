import type { Completion, Reason } from './completion.ts';
import type { Failure } from './failures.ts';
import type { Question } from './questions.ts';

/**
 * The state of an interview. Each phase has only the data that exists in it, such as `question`
 * while one is open.
 */
export type LifecycleState =
  | { phase: 'idle' }
  | { phase: 'consenting' }
  | { phase: 'starting' }
  /** Another tab runs the interview. This tab can take it over. */
  | { phase: 'in_other_tab' }
  | { phase: 'active'; question: Question | null }
  /** A message is being sent. */
  | { phase: 'answering'; question: Question | null }
  /** The interviewer has ended the interview; it is still to be completed. */
  | { phase: 'concluded' }
  | { phase: 'completing'; reason: Reason }
  /**
   * `completion` is `null` until Koji has acknowledged it. `wasAlreadyCompleted`: the interview was
   * completed before this page requested a completion.
   */
  | { phase: 'completed'; reason: Reason; completion: Completion | null; wasAlreadyCompleted: boolean }
  /** `reason`: the reason of the completion that failed; `null` when something else failed. */
  | { phase: 'failed'; failure: Failure; reason: Reason | null };

export type Phase = LifecycleState['phase'];

/** An event that can change the state of an interview. */
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
 * The legal transitions: current phase, event, next phase. An event that is not listed for a phase
 * changes nothing. An interview is completed exactly once, because only one event leads from an
 * open interview to `completing`, and no event leads out of `completed`.
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
  // Retrying a failed completion leads to `completing` with the same reason; retrying anything
  // else, to `starting`.
  failed: { 'retry-requested': 'starting', 'interview-completed': 'completed' },
} as const satisfies Record<Phase, Partial<Record<LifecycleEventType, Phase>>>;

export const IDLE_STATE: LifecycleState = { phase: 'idle' };

/**
 * Returns the state after an event, or the same object when the event is not legal in this state.
 */
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

/** Returns the open question; `null` when none is open. */
export const getOpenQuestion = (state: LifecycleState): Question | null =>
  'question' in state ? state.question : null;

/** Whether the interview has started and no completion has been requested. */
export const isInterviewOpen = (state: LifecycleState): boolean =>
  state.phase === 'active' || state.phase === 'answering' || state.phase === 'concluded';

/**
 * Returns the reason of a completion that was requested, not acknowledged, and can still succeed;
 * otherwise `null`.
 */
export function getUnacknowledgedReason(state: LifecycleState): Reason | null {
  if (state.phase === 'completing') return state.reason;
  return state.phase === 'failed' && state.failure.recoverable ? state.reason : null;
}
