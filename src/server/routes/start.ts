import type { Respondent } from '../../interview/respondent.ts';
import { proxyStartRequest } from '../../wire/proxy-contract.ts';
import { respondent as respondentSchema } from '../../wire/respondent.ts';
import { originNotAllowed, readJsonBody } from '../authorize.ts';
import { HttpError, jsonResponse, retryAfter } from '../http-error.ts';
import { viewOfStart } from '../interview-view.ts';
import { isAllowedOrigin } from '../origins.ts';
import type { ProxyContext } from '../proxy.ts';
import { checkBody } from '../request-body.ts';

/** Starts an interview, and with it its lease. */
export async function start(request: Request, parts: ProxyContext, context: unknown): Promise<Response> {
  const { settings, tickets, keeper, koji } = parts;
  const body = checkBody(proxyStartRequest, await readJsonBody(request, settings.clock));
  const name = body.study ?? null;
  const study = settings.studyOf(name);
  if (!study?.apiKey) {
    throw new HttpError(
      'invalid_request',
      name === null ? 'study: This proxy needs one.' : 'study: There is none of this name.',
    );
  }
  if (!isAllowedOrigin(request, study.origins)) throw originNotAllowed();

  limitStarts(request, parts, context);
  const allowed = (await settings.allowStart?.(request, body, context)) ?? true;
  if (allowed !== true) {
    throw new HttpError('forbidden', typeof allowed === 'string' ? allowed : 'This interview may not be started.');
  }
  const known = (await settings.respondent?.(request, context)) ?? undefined;
  const respondent = mergeRespondents(body.respondent, known && checkHook(known), name);

  // Not cut short when the page goes away: an interview that Koji has started needs its lease.
  const started = await koji.start(study.apiKey, {
    ...(body.locale === undefined ? {} : { locale: body.locale }),
    ...(respondent ? { respondent } : {}),
  });
  const now = settings.clock.now();
  const ends_at = study.maxDuration === null ? null : now + study.maxDuration;
  const { interview_id, session_token, started_at } = started;
  const ticket = await tickets.seal({
    interview_id,
    session_token,
    study: name,
    started_at,
    ends_at,
    expires_at: now + settings.ticketLifetime,
  });
  try {
    await keeper.move({ id: interview_id, study: name, ticket, ends_at }, null);
  } catch (error) {
    // Without a lease nobody would end it.
    await koji
      .complete({ apiKey: study.apiKey, interviewId: interview_id, sessionToken: session_token }, 'respondent_left')
      .catch(() => settings.logger.error('An interview was started that nobody will complete.', { interview_id }));
    throw error;
  }
  return jsonResponse(201, { ticket, interview: viewOfStart(started, ends_at) });
}

function limitStarts(request: Request, { settings, startLimit }: ProxyContext, context: unknown) {
  const address = startLimit && settings.clientAddress?.(request, context);
  const wait = address ? startLimit(address) : 0;
  if (wait > 0)
    throw new HttpError('rate_limited', 'Too many interviews were started from this address.', retryAfter(wait));
}

/** A host's mistake is not the page's: it ends as `internal_error`, and in the log. */
function checkHook(respondent: Respondent): Respondent {
  try {
    return checkBody(respondentSchema, respondent);
  } catch (cause) {
    throw new TypeError('The hook "respondent" gave back no respondent.', { cause });
  }
}

function mergeRespondents(said: Respondent | undefined, known: Respondent | undefined, study: string | null) {
  const metadata = { ...said?.metadata, ...known?.metadata, ...(study === null ? {} : { study }) };
  const respondent: Respondent = {
    ...said,
    ...known,
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
  };
  return Object.keys(respondent).length > 0 ? respondent : undefined;
}
