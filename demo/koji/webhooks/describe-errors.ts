import type { EndpointErrorCode } from './endpoints.ts';
import type { SendResult } from './send.ts';

const ENDPOINT_FAULTS: Record<Exclude<EndpointErrorCode, 'unverified'>, string> = {
  not_a_url: 'That is no web address. Expected https://… (or http://… on this machine).',
  too_long: 'An address has up to 2000 characters.',
  credentials: 'An address may not contain a user name or password; the signature shows who is calling.',
  disguised: 'Write the address in its usual form, for example 127.0.0.1 or [::1].',
  not_https: 'Only https:// is called, and plain http:// on this machine (localhost, 127.0.0.1, [::1]).',
  not_public:
    'Only public addresses are called, and this machine by the name localhost, 127.0.0.1 or [::1]; this one is private, reserved or leads there.',
  exists: 'The project already has an endpoint at this address. Remove that one first to get a new secret.',
  unknown: 'There is no endpoint with this id or address. See: webhooks list',
  ambiguous: 'Several projects have an endpoint at this address. Give the id instead. See: webhooks list',
};

const ERRORS: Record<string, string> = {
  timeout: 'there was no answer in time',
  address_refused: 'its name does not lead to a public address',
  ENOTFOUND: 'there is no such name',
  EAI_AGAIN: 'its name could not be looked up',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  unknown: 'the connection failed',
};

/** What came of a request, to end a sentence with. */
export const describeSendResult = ({ status, error }: SendResult): string =>
  status === undefined ? (ERRORS[error] ?? `the connection failed (${error})`) : `it answered ${status}`;

/** Why an endpoint can't be added or removed, as a sentence. */
export const describeEndpointError = ({
  code,
  outcome,
}: {
  code: EndpointErrorCode;
  outcome: SendResult | null;
}): string =>
  code === 'unverified'
    ? `The verification request has to be answered with 2xx, but ${describeSendResult(outcome!)}. Nothing was saved.`
    : ENDPOINT_FAULTS[code];
