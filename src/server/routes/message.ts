import { messageRequest } from '../../wire/messages.ts';
import { authorize } from '../authorize.ts';
import { finishesWithin } from '../clock.ts';
import type { ProxyContext } from '../context.ts';
import { HttpError } from '../http-error.ts';
import { limitCalls } from '../limits.ts';
import { parseBody, receiveRequest } from '../receive-request.ts';
import { type ReplyLimits, relayReply } from '../reply-stream.ts';

/** Far more than any reply needs. */
const REPLY_LIMITS: ReplyLimits = { silence: 60_000, duration: 300_000, bytes: 2 ** 20 };

/** Forwards a message to Koji, and streams the reply back. */
export async function message(request: Request, context: ProxyContext): Promise<Response> {
  const received = await receiveRequest(request, context);
  const { session, lease } = await authorize(request, received.ticket, context);
  const body = parseBody(messageRequest, await received.readBody());

  const { settings, keeper, koji, whenStopping } = context;
  limitCalls(session.interviewId, context);
  const { status } = await keeper.apply(lease, { type: 'message-sent' });
  if (status !== 'open') throw new HttpError('already_completed', 'The interview has ended.');

  const upstream = await koji.sendMessage(session, body, request.signal);
  const { promise: ended, resolve: onEnd } = Promise.withResolvers<void>();
  context.keepRunning(ended);
  const reply = relayReply(upstream, {
    clock: settings.clock,
    limits: REPLY_LIMITS,
    whenStopping,
    onEnd,
    async onDone({ interview_status }) {
      if (interview_status !== 'concluded') return;
      try {
        // A store that hangs must not delay the last reply.
        const recorded = keeper.apply(lease, { type: 'interview-concluded' });
        await finishesWithin(recorded, settings.closeTimeout, settings.clock);
      } catch (error) {
        settings.logger.error('The lease store failed to record a natural end.', { interview_id: lease.id, error });
      }
    },
  });
  return new Response(reply, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      // Nginx and others would buffer the reply.
      'X-Accel-Buffering': 'no',
    },
  });
}
