import { seemsOffline, waitForNetwork } from '../page/network.ts';
import { InterviewError } from '../wire/interview-error.ts';
import type { MessageRequest, ReplyDone } from '../wire/messages.ts';
import type { ProxyClient } from '../wire/proxy-client.ts';
import { readReply } from '../wire/read-reply.ts';
import type { ConversationSignals } from './conversation-context.ts';

/** How often a message is sent when its reply breaks off. */
const MAX_ATTEMPTS = 3;

/** Times between two tries of a browser that seems offline, in milliseconds: each doubles the last. */
const FIRST_WAIT = 2000;
const LONGEST_WAIT = 30_000;

/**
 * Sends a message and reads its reply. Sends the message again when the reply breaks off, and for as
 * long as the browser seems offline: at once when it says that it is back, and at growing intervals,
 * because it may be wrong. Repeats are safe: the proxy answers a repeated `client_message_id` with
 * the same reply.
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
  let attempt = 1;
  let wait = FIRST_WAIT;
  for (;;) {
    // Nobody writes a reply while the message waits for the network.
    partialReply.value = seemsOffline() ? null : '';
    try {
      const response = await client.message(ticket, body, signal, () => {
        connectionTrouble.value = 'retrying';
      });
      return await readReply(response, text => {
        if (signal.aborted) return;
        connectionTrouble.value = null;
        partialReply.value = (partialReply.value ?? '') + text;
      });
    } catch (error) {
      const code = error instanceof InterviewError ? error.failure.code : null;
      if (!signal.aborted && code === 'unreachable' && seemsOffline()) {
        connectionTrouble.value = 'offline';
        partialReply.value = null;
        await waitForNetwork(wait, signal);
        wait = Math.min(2 * wait, LONGEST_WAIT);
      } else if ((code === 'bad_response' || code === 'timed_out') && attempt < MAX_ATTEMPTS) {
        attempt++;
        connectionTrouble.value = 'retrying';
      } else throw error;
      if (signal.aborted) throw error;
    }
  }
}
