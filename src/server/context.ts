import type { KojiClient } from './koji-client.ts';
import type { LeaseKeeper } from './lease-keeper.ts';
import type { ResolvedProxyOptions } from './options.ts';
import type { StartLimit } from './start-limit.ts';
import type { Tickets } from './tickets.ts';

/** The parts of one proxy that its routes use. */
export interface ProxyContext {
  settings: ResolvedProxyOptions<unknown>;
  koji: KojiClient;
  tickets: Tickets;
  keeper: LeaseKeeper;
  /** Null if starts are not limited. */
  startLimit: StartLimit | null;
}

/**
 * Handles a POST to one route. `hookContext` is what the server passed to `fetch`, for the hooks.
 */
export type Route = (request: Request, context: ProxyContext, hookContext: unknown) => Promise<Response>;
