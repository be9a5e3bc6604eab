/** @jsxImportSource hono/jsx */
import { PageLayout } from '../components/PageLayout.tsx';
import { DASHBOARD_PATH } from '../paths.ts';

/** Pages that consist of a message only. */

/** Shown to visitors who are not signed in. */
export const SignedOutPage = () => (
  <PageLayout title="Sign in" kind="message">
    <h1>The dashboard is for team members</h1>
    <SignInInstructions />
  </PageLayout>
);

/** Shown for a sign-in link that is used, expired or unknown. */
export const InvalidLinkPage = () => (
  <PageLayout title="Sign in" kind="message">
    <h1>This sign-in link no longer works</h1>
    <p>
      A link works once, within an hour. If you are signed in already, continue to{' '}
      <a href={DASHBOARD_PATH}>the interviews</a>. Otherwise create a new link.
    </p>
    <SignInInstructions />
  </PageLayout>
);

const SignInInstructions = () => (
  <>
    <p>Run this in the folder in which you started Koji:</p>
    <pre>
      <code>npm run koji -- members add you@example.com</code>
    </pre>
    <p>Then open the link that it prints.</p>
  </>
);

/** Shown to a viewer who tries to do what only editors may do. */
export const EditorsOnlyPage = ({ viewer }: { viewer: { email: string } }) => (
  <PageLayout title="Not allowed" kind="message" viewer={viewer}>
    <h1>Only editors can do that</h1>
    <p>
      As a viewer you can read everything but change nothing. Nothing was changed.{' '}
      <a href={DASHBOARD_PATH}>Back to the interviews</a>
    </p>
  </PageLayout>
);

export const NotFoundPage = ({ viewer }: { viewer: { email: string } }) => (
  <PageLayout title="Not found" kind="message" viewer={viewer}>
    <h1>Page not found</h1>
    <p>
      There is nothing at this address. <a href={DASHBOARD_PATH}>See all interviews</a>
    </p>
  </PageLayout>
);
