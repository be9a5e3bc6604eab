import type { Respondent } from '../../interview/respondent.ts';
import { type ProxyStartRequest, proxyStartRequest } from '../../wire/proxy-contract.ts';
import type { ProxyContext } from '../context.ts';
import { createStoppingError, HttpError, jsonResponse } from '../http-error.ts';
import { hashRespondent, type Identification, identifyRespondent } from '../identify-respondent.ts';
import { createStartView } from '../interview-view.ts';
import type { ResolvedProxyOptions, ResolvedStudy } from '../options.ts';
import { requireAllowedOrigin } from '../origins.ts';
import { quote } from '../quote.ts';
import { parseBody, receiveRequest } from '../receive-request.ts';

/** Starts an interview, and its lease. */
export async function start(request: Request, context: ProxyContext, hookContext: unknown): Promise<Response> {
  const received = await receiveRequest(request, context);
  const body = parseBody(proxyStartRequest, await received.readBody());
  const { settings, tickets, keeper, koji } = context;
  const studyName = body.study ?? null;
  const { apiKey, origins, maxDuration } = requireStudy(studyName, settings);
  requireAllowedOrigin(request, origins);
  context.startLimit?.(request, hookContext);
  await requireAllowedStart(request, body, settings, hookContext);
  const identified = await identifyRespondent(request, body.respondent, settings, hookContext);

  // Not aborted when the page goes away: an interview that Koji has started needs its lease.
  const started = await koji.startInterview(apiKey, {
    ...(body.locale === undefined ? {} : { locale: body.locale }),
    respondent: describeRespondent(identified, body),
  });
  const now = settings.clock.now();
  const ends_at = maxDuration === null ? null : now + maxDuration;
  const { interview_id, session_token, started_at } = started;
  const respondent = await hashRespondent(identified.respondent, session_token);
  const ticket = await tickets.seal({
    interview_id,
    session_token,
    study: studyName,
    respondent,
    started_at,
    ends_at,
    expires_at: now + settings.ticketLifetime,
  });
  const lease = await keeper
    .open({ id: interview_id, study: studyName, ticket, ends_at, respondent })
    .catch(async error => {
      // Nothing would complete an interview without a lease.
      await koji
        .completeInterview({ apiKey, interviewId: interview_id, sessionToken: session_token }, 'respondent_left')
        .catch(() =>
          settings.logger.error('An interview was started but has no lease; nothing will complete it.', {
            interview_id,
          }),
        );
      throw error;
    });
  if (lease.status !== 'open') throw createStoppingError();
  return jsonResponse(201, {
    ticket,
    interview: createStartView(started, { now: settings.clock.now(), endsAt: ends_at }),
  });
}

/** @throws HttpError `invalid_request` if there is no such study. */
function requireStudy(
  name: string | null,
  { findStudy, studyNames }: ResolvedProxyOptions<unknown>,
): ResolvedStudy & { apiKey: string } {
  const study = findStudy(name);
  if (study?.apiKey) return { ...study, apiKey: study.apiKey };
  const problem = name === null ? 'required' : `unknown study ${quote(name)}`;
  throw new HttpError('invalid_request', `study: ${problem}; configured studies: ${studyNames.join(', ') || 'none'}.`);
}

/** @throws HttpError `forbidden` unless the hook `allowStart` returns true. */
async function requireAllowedStart(
  request: Request,
  body: ProxyStartRequest,
  { allowStart, logger }: ResolvedProxyOptions<unknown>,
  hookContext: unknown,
): Promise<void> {
  if (!allowStart) return;
  const allowed: unknown = await allowStart(request, body, hookContext);
  if (allowed === true) return;
  if (typeof allowed !== 'string' && allowed !== false) {
    logger.error('The hook "allowStart" returned neither a boolean nor a text; return true to allow a start.', {
      returned: allowed,
    });
  }
  throw new HttpError('forbidden', typeof allowed === 'string' ? allowed : 'This interview may not be started.');
}

/** What Koji gets to know of the respondent, and of the page and its circumstances. */
function describeRespondent(
  { respondent, identity }: Identification,
  { study, context, consent, test }: ProxyStartRequest,
): Respondent {
  const koji_embed = {
    identity,
    ...(context === undefined ? {} : { context }),
    ...(consent === undefined ? {} : { consent }),
    ...(test ? { test } : {}),
  };
  return {
    ...respondent,
    metadata: { ...respondent.metadata, ...(study === undefined ? {} : { study }), koji_embed },
  };
}
