import { waitUntilOnline } from '../page/online.ts';
import { InterviewError } from '../wire/interview-error.ts';
import type { MessageRequest, ReplyDone } from '../wire/messages.ts';
import type { ProxyClient } from '../wire/proxy-client.ts';
import { readReply } from '../wire/read-reply.ts';
import type { ConversationSignals } from './conversation-context.ts';

/** How often a message is sent when its reply breaks off. */
const MAX_ATTEMPTS = 3;

/**
 * Sends a message and reads its reply. Waits while the browser is offline, and sends the message
 * again when the reply breaks off, which is safe: the proxy answers a repeated `client_message_id`
 * with the same reply.
 *
 * @param progress is updated while the message is being sent
 * @throws InterviewError
 */
export async function sendMessage(
  client: ProxyClient,
  ticket: string,
  body: MessageRequest,
  { partialReply, connectionTrouble }: Pick<ConversationSignals, 'partialReply' | 'connectionTrouble'>,
  signal: AbortSignal,
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
      const hasBrokenOff = code === 'bad_response' || code === 'timed_out';
      if (signal.aborted || !hasBrokenOff || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}
