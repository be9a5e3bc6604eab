import type { Interview } from '../wire/koji-api.ts';
import type { KojiClient } from './koji-client.ts';
import type { LeaseKeeper } from './lease-keeper.ts';
import type { ResolvedProxyOptions } from './options.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Tickets } from './tickets.ts';

/** The parts of one proxy that its routes use. */
export interface ProxyContext {
  settings: ResolvedProxyOptions<unknown>;
  koji: KojiClient;
  tickets: Tickets;
  keeper: LeaseKeeper;
  /**
   * Throws HttpError `rate_limited` if the client has started too many interviews. Null if starts
   * are not limited.
   */
  startLimit: ((request: Request, hookContext: unknown) => void) | null;
  /** By interview; null if its calls are not limited. */
  ticketLimit: RateLimit | null;
  /** Reads of an interview from Koji that are running, by interview. */
  reading: Map<string, Promise<Interview>>;
  /**
   * Registers a function that ends a reply when the proxy can't wait any longer. Returns a function
   * that forgets it. (Node warns about an `AbortSignal` with more than ten listeners.)
   */
  whenStopping(end: () => void): () => void;
  /** Makes `stop` wait for some work that goes on after the response. */
  keepRunning(work: Promise<unknown>): void;
}

/**
 * Handles a POST to one route. `hookContext` is what the server passed to `fetch`, for the hooks.
 */
export type Route = (request: Request, context: ProxyContext, hookContext: unknown) => Promise<Response>;
