import type { Signal } from '@preact/signals';
import { waitUntilOnline } from '../page/online.ts';
import { InterviewError } from '../wire/interview-error.ts';
import type { MessageRequest, ReplyDone } from '../wire/messages.ts';
import type { ProxyClient } from '../wire/proxy-client.ts';
import { readReply } from '../wire/read-reply.ts';

/** How often a reply that broke off is asked for again. */
const REPAIRS = 3;

/** Why a message is not through yet: there is no network, or the way to the server broke off and is tried again. */
export type ConnectionTrouble = 'offline' | 'retrying';

/** What is told while a message is on its way. */
interface Progress {
  /** The reply as far as it has come. */
  partialReply: Signal<string | null>;
  connectionTrouble: Signal<ConnectionTrouble | null>;
  signal: AbortSignal;
}

/**
 * Sends a message and reads its reply: waits for the network where there is none, and asks again for a reply that broke off,
 * which is safe because the server answers a repeated `client_message_id` with the same reply. Rejects with an
 * `InterviewError` when that is no use either.
 */
export async function sendMessage(
  client: ProxyClient,
  ticket: string,
  body: MessageRequest,
  { partialReply, connectionTrouble, signal }: Progress,
): Promise<ReplyDone> {
  for (let attempt = 1; ; attempt++) {
    if (navigator.onLine === false) connectionTrouble.value = 'offline';
    await waitUntilOnline(signal);
    connectionTrouble.value = attempt > 1 ? 'retrying' : null;
    partialReply.value = '';
    try {
      const response = await client.message(ticket, body, signal, () => {
        connectionTrouble.value = 'retrying';
      });
      return await readReply(response, text => {
        if (signal.aborted) return;
        connectionTrouble.value = null;
        partialReply.value += text;
      });
    } catch (error) {
      const code = error instanceof InterviewError && error.failure.code;
      const brokeOff = code === 'bad_response' || code === 'timed_out';
      if (signal.aborted || !brokeOff || attempt === REPAIRS) throw error;
    }
  }
}
