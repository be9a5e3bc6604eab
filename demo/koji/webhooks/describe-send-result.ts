import type { SendResult } from './send.ts';

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
