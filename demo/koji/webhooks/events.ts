import type { Interview } from '../../../src/wire/koji-api.ts';
import type { WebhookEvent } from '../database/enums.ts';

/** What is posted when something has happened. */
export interface WebhookBody {
  type: WebhookEvent;
  /** When it happened, ISO 8601. */
  timestamp: string;
  /** The interview as it was then: as `GET /api/v1/interviews/:id` tells it, without the transcript. */
  data: Omit<Interview, 'transcript'>;
}

/** What is posted to an address before it is saved, to see whether anybody is there. */
export interface VerificationBody {
  type: 'webhook.verification';
  timestamp: string;
  data: { events: WebhookEvent[] };
}
