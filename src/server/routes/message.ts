import { messageRequest } from '../../wire/messages.ts';
import { authorize } from '../authorize.ts';
import { HttpError } from '../http-error.ts';
import { inTime } from '../lease-keeper.ts';
import type { ProxyContext } from '../proxy.ts';
import { relayReply } from '../reply-stream.ts';

/** How long Koji may be silent in the middle of a reply, in milliseconds. */
const SILENCE = 60_000;

/** Passes a message on, and the reply back as it is made. */
export async function message(request: Request, parts: ProxyContext): Promise<Response> {
  const { settings, keeper, koji } = parts;
  const { body, session, lease } = await authorize(request, parts, messageRequest);
  const { status } = await keeper.move(lease, { type: 'message-sent' });
  if (status !== 'open') throw new HttpError('already_completed', 'The interview has ended.');

  const reply = await koji.message(session, body, request.signal);
  const relayed = relayReply(reply, {
    clock: settings.clock,
    silence: SILENCE,
    async onDone({ interview_status }) {
      if (interview_status !== 'concluded') return;
      try {
        // A store that hangs must not keep the goodbye from the respondent.
        await inTime(keeper.move(lease, { type: 'interview-concluded' }), settings.closeTimeout, settings.clock);
      } catch (error) {
        settings.logger.error('A natural end could not be noted.', { interview_id: lease.id, error });
      }
    },
  });
  return new Response(relayed, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      // Nginx and its kin would hold the words back.
      'X-Accel-Buffering': 'no',
    },
  });
}
