import type { Interview } from '../../../src/wire/koji-api.ts';
import type { WebhookEvent } from '../database/enums.ts';

/** The body of a webhook. */
export interface WebhookBody {
  type: WebhookEvent;
  /** When the event happened, ISO 8601. */
  timestamp: string;
  /**
   * The interview at that time, as `GET /api/v1/interviews/:id` returns it, without the transcript.
   */
  data: Omit<Interview, 'transcript'>;
}

/** The body of the verification request, which an address must acknowledge before it is saved. */
export interface VerificationBody {
  type: 'webhook.verification';
  timestamp: string;
  data: { events: WebhookEvent[] };
}
