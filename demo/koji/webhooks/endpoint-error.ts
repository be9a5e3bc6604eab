import type { AddressErrorCode } from './address-policy.ts';
import { describeSendResult } from './describe-send-result.ts';
import type { SendResult } from './send.ts';

export type EndpointErrorCode = AddressErrorCode | 'exists' | 'unverified' | 'unknown' | 'ambiguous';

const MESSAGES: Record<Exclude<EndpointErrorCode, 'unverified'>, string> = {
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

/** Thrown when an endpoint cannot be added or removed. The message is for the person who tried. */
export class EndpointError extends Error {
  override name = 'EndpointError';
  readonly code: EndpointErrorCode;

  constructor(code: Exclude<EndpointErrorCode, 'unverified'>);
  /** `sendResult` is the result of the verification request. */
  constructor(code: 'unverified', sendResult: SendResult);
  constructor(code: EndpointErrorCode, sendResult?: SendResult) {
    super(
      code === 'unverified'
        ? `The address must acknowledge the verification request with 2xx, but ${describeSendResult(sendResult!)}. Nothing was saved.`
        : MESSAGES[code],
    );
    this.code = code;
  }
}
