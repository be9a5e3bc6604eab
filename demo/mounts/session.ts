/** A stand-in for your own session library, which also finds the user of a `Request`. */
export interface User {
  id: string;
  name: string;
  plan: string;
  /** The user does not want to be asked for interviews. */
  hasOptedOut?: boolean;
}

const SESSIONS = new Map<string, User>([
  ['ada-1815', { id: 'u-1', name: 'Ada', plan: 'team' }],
  ['grace-1906', { id: 'u-2', name: 'Grace', plan: 'free', hasOptedOut: true }],
]);

export async function findUser(request: Request): Promise<User | null> {
  const [, session] = /(?:^|; )session=([^;]*)/.exec(request.headers.get('Cookie') ?? '') ?? [];
  return SESSIONS.get(session ?? '') ?? null;
}
