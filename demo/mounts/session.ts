/** Who is signed in: stands in for your own session library, which can be asked with a `Request` as well. */
export interface User {
  id: string;
  name: string;
  plan: string;
  /** Has said that nobody should ask for interviews. */
  isLeftAlone?: boolean;
}

const SESSIONS = new Map<string, User>([
  ['ada-1815', { id: 'u-1', name: 'Ada', plan: 'team' }],
  ['grace-1906', { id: 'u-2', name: 'Grace', plan: 'free', isLeftAlone: true }],
]);

export async function findUser(request: Request): Promise<User | null> {
  const [, session] = /(?:^|; )session=([^;]*)/.exec(request.headers.get('Cookie') ?? '') ?? [];
  return SESSIONS.get(session ?? '') ?? null;
}
