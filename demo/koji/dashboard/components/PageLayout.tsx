/** @jsxImportSource hono/jsx */
import { raw } from 'hono/html';
import type { PropsWithChildren } from 'hono/jsx';
import { DASHBOARD_PATH, DELIVERIES_PATH, STUDIES_PATH } from '../paths.ts';

export interface PageLayoutProps {
  /** The document's title, without the product's name. */
  title: string;
  /** Class of the body, for the style sheet. */
  kind: 'interview' | 'list' | 'studies' | 'study' | 'deliveries' | 'message';
  /** The signed-in member; absent on pages for signed-out visitors. */
  viewer?: { email: string };
  /**
   * Identifies the state that the page shows; present while that state may still change.
   * `live-update.js` then polls the page and replaces its content as soon as the version differs.
   */
  version?: string;
  /** The status in words. Screen readers announce it when it changes. */
  status?: string;
}

/** A complete HTML page. It has no inline style or script, so that it works under a strict policy. */
export function PageLayout({ title, kind, viewer, version, status, children }: PropsWithChildren<PageLayoutProps>) {
  return (
    <>
      {raw('<!doctype html>')}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="robots" content="noindex" />
          <title>{title} · Koji</title>
          <link rel="icon" href="/koji.svg" type="image/svg+xml" />
          <link rel="stylesheet" href="/base.css" />
          <link rel="stylesheet" href="/dashboard/dashboard.css" />
          {version && <script defer src="/dashboard/live-update.js"></script>}
          {version && kind === 'interview' && (
            <noscript>
              <meta http-equiv="refresh" content="5" />
            </noscript>
          )}
        </head>
        <body class={kind}>
          <a class="skip" href="#content">
            Skip to content
          </a>
          <header class="top">
            <a class="name" href={DASHBOARD_PATH}>
              <Logo />
              Koji
            </a>
            {viewer && <Navigation kind={kind} />}
            {viewer && <SignedIn email={viewer.email} />}
          </header>
          <p class="visually-hidden" role="status" id="announcement"></p>
          <main id="content" tabindex={-1} data-status={status} data-version={version}>
            {children}
          </main>
        </body>
      </html>
    </>
  );
}

const Logo = () => (
  <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
    <path class="logo-lines" d="M1 3h14v2H1zm0 4h9v2H1z" />
    <rect class="logo-box" x="6" y="11" width="13" height="7" rx="2" />
  </svg>
);

function Navigation({ kind }: Pick<PageLayoutProps, 'kind'>) {
  const isCurrent = (page: PageLayoutProps['kind']) => (page === kind ? 'page' : undefined);
  return (
    <nav aria-label="Dashboard">
      <a href={DASHBOARD_PATH} aria-current={isCurrent('list')}>
        Interviews
      </a>
      <a href={STUDIES_PATH} aria-current={isCurrent('studies')}>
        Studies
      </a>
      <a href={DELIVERIES_PATH} aria-current={isCurrent('deliveries')}>
        Webhooks
      </a>
    </nav>
  );
}

const SignedIn = ({ email }: { email: string }) => (
  <form class="viewer" method="post" action={`${DASHBOARD_PATH}/sign-out`}>
    <span>{email}</span> <button type="submit">Sign out</button>
  </form>
);
