/** What compiles, and what must not. The type checker reads this file; nothing runs it. */
import { createInterviewProxy, type ProxyOptions } from '../proxy.ts';

declare const request: Request;
const base = { apiKey: 'pk_live_', secret: 'a secret of thirty-two characters' };

/** Hooks without a context need none. */
createInterviewProxy(base).fetch(request);
createInterviewProxy({ ...base, allowStart: () => true, respondent: () => null }).fetch(request);
createInterviewProxy(base).fetch(request, { anything: 1 });

/** Hooks with a context need it at every call. */
const withContext = createInterviewProxy({
  ...base,
  clientAddress: (_request, client: { address: string }) => client.address,
});
withContext.fetch(request, { address: '192.0.2.1' });
// @ts-expect-error The context is missing.
withContext.fetch(request);
// @ts-expect-error The context is another one.
withContext.fetch(request, { address: 7 });
const declared = createInterviewProxy<{ user: string }>({
  ...base,
  allowStart: (_request, _body, { user }) => user !== '',
});
// @ts-expect-error The context is missing.
declared.fetch(request);
// @ts-expect-error Frameworks that pass no context can't mount it.
const mounted: (request: Request) => Promise<Response> = declared.fetch;
void mounted;

/** A context that may be missing is optional. */
createInterviewProxy<{ user: string } | undefined>({ ...base, allowStart: (_r, _b, context) => !!context }).fetch(
  request,
);

/** `allowStart` says yes or no. */
const options: ProxyOptions[] = [
  { ...base, allowStart: () => true },
  { ...base, allowStart: async () => 'Come back tomorrow.' },
  // @ts-expect-error Without a return, nothing is allowed.
  { ...base, allowStart: () => {} },
  // @ts-expect-error Nor with one that may be missing.
  { ...base, allowStart: (): boolean | undefined => undefined },
];
void options;

/** `respondent` accepts ids as a database has them. */
createInterviewProxy({ ...base, respondent: () => ({ external_id: 42, display_name: null }) });
createInterviewProxy({ ...base, respondent: async () => undefined });
// @ts-expect-error A misspelled field.
createInterviewProxy({ ...base, respondent: () => ({ externalId: '42' }) });
