import type { Reason } from '../../../src/interview/completion.ts';
import type { QuestionType } from '../../../src/interview/questions.ts';
import type { Role } from '../../../src/interview/transcript.ts';
import type { StructuredAnswer } from '../../../src/wire/analysis.ts';
import type { DeliveryState, WebhookEvent } from '../database/enums.ts';
import type { DisplayStatus } from '../interviews/display-status.ts';

/** The dashboard's words for the contracts' codes. */
export const REASON_TEXTS: Record<Reason, string> = {
  natural: 'Natural end',
  respondent_left: 'Respondent left',
  timeout: 'Time ran out',
  manual: 'Completed by hand',
};

export const DISPLAY_STATUS_TEXTS: Record<DisplayStatus, string> = {
  active: 'In progress',
  concluded: 'About to be completed',
  processing: 'Being analysed',
  analysed: 'Analysed',
  failed: 'Analysis failed',
};

/** Shown in place of an analysis that is not there. */
export const WAITING_TEXTS: Record<Exclude<DisplayStatus, 'analysed'>, string> = {
  active: 'The analysis starts when the interview is completed. Until then this page updates itself.',
  concluded: 'All questions have been asked. The interview is about to be completed, then its analysis starts.',
  processing: 'The analysis appears here as soon as it is done.',
  failed: 'The transcript is not affected.',
};

export const TYPE_TEXTS: Record<QuestionType, string> = {
  open_ended: 'Open question',
  scale: 'Scale',
  single_choice: 'One choice',
  multiple_choice: 'Several choices',
  ranking: 'Ranking',
  yes_no: 'Yes or no',
};

export const CONFIDENCE_TEXTS: Record<StructuredAnswer['confidence'], string> = {
  high: 'High confidence',
  medium: 'Medium confidence',
  low: 'Low confidence',
};

export const ROLE_TEXTS: Record<Role, string> = { interviewer: 'Interviewer', respondent: 'Respondent' };

export const DELIVERY_TEXTS: Record<DeliveryState, string> = {
  pending: 'Pending',
  delivered: 'Delivered',
  failed: 'Failed',
};

export const EVENT_TEXTS: Record<WebhookEvent, string> = {
  'interview.completed': 'Interview completed',
  'interview.analysis_ready': 'Analysis ready',
  'interview.analysis_failed': 'Analysis failed',
};

/** The periods of a study page, in days. */
export const PERIOD_TEXTS = { 7: 'Last 7 days', 30: 'Last 30 days', 90: 'Last 90 days' } as const;
