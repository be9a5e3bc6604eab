import type { EndpointErrorCode } from './endpoints.ts';
import type { SendResult } from './send.ts';

const ENDPOINT_ERRORS: Record<Exclude<EndpointErrorCode, 'unverified'>, string> = {
  not_a_url: 'This is not a web address. Expected https://… (or http://… on this machine).',
  too_long: 'The address is too long. Expected at most 2000 characters.',
  credentials: 'The address contains a user name or password. Remove it; the signature authenticates the sender.',
  disguised: 'The IP address is in an unusual notation. Write it as, for example, 127.0.0.1 or [::1].',
  not_https: 'Expected https://…; plain http:// works only on this machine (localhost, 127.0.0.1, [::1]).',
  not_public:
    'The address is private or reserved, or resolves to such an address. Expected a public address, or this machine as localhost, 127.0.0.1 or [::1].',
  exists: 'The project already has an endpoint at this address. To get a new secret, remove that endpoint first.',
  unknown: 'There is no endpoint with this id or address. See: webhooks list',
  ambiguous: 'Several projects have an endpoint at this address. Use the id instead. See: webhooks list',
};

const CONNECTION_ERRORS: Record<string, string> = {
  timeout: 'there was no response in time',
  address_refused: 'the host name does not resolve to a public address',
  ENOTFOUND: 'the host name does not exist',
  EAI_AGAIN: 'the host name could not be resolved',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was closed too early',
  unknown: 'the connection failed',
};

/** Describes the result of a request as a clause without capital and full stop. */
export const describeSendResult = ({ status, error }: SendResult): string =>
  status === undefined
    ? (CONNECTION_ERRORS[error] ?? `the connection failed (${error})`)
    : `the response was ${status}`;

/** Describes in a sentence why an endpoint cannot be added or removed. */
export const describeEndpointError = ({
  code,
  sendResult,
}: {
  code: EndpointErrorCode;
  sendResult: SendResult | null;
}): string =>
  code === 'unverified'
    ? `The address must acknowledge the verification request with 2xx, but ${describeSendResult(sendResult!)}. Nothing was saved.`
    : ENDPOINT_ERRORS[code];
