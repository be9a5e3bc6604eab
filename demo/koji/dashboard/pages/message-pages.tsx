/** @jsxImportSource hono/jsx */
import { PageLayout } from '../components/PageLayout.tsx';
import { DASHBOARD_PATH } from '../paths.ts';

/** Pages that consist of a message only. */

/** Shown to visitors who are not signed in. */
export const SignedOutPage = () => (
  <PageLayout title="Sign in" kind="message">
    <h1>The team’s pages are for members</h1>
    <SignInInstructions />
  </PageLayout>
);

/** Shown for a sign-in link that is used, expired or unknown. */
export const InvalidLinkPage = () => (
  <PageLayout title="Sign in" kind="message">
    <h1>This address doesn’t sign anybody in any more</h1>
    <p>
      It is good once, and for an hour. If you are signed in already, go on to{' '}
      <a href={DASHBOARD_PATH}>the interviews</a>; otherwise get a new one.
    </p>
    <SignInInstructions />
  </PageLayout>
);

const SignInInstructions = () => (
  <>
    <p>In the folder that Koji was started in:</p>
    <pre>
      <code>npm run koji -- members add you@example.com</code>
    </pre>
    <p>Then open the address that it prints.</p>
  </>
);

/** Shown to a viewer who tries to do what only editors may do. */
export const EditorsOnlyPage = ({ viewer }: { viewer: { email: string } }) => (
  <PageLayout title="Not allowed" kind="message" viewer={viewer}>
    <h1>That takes an editor</h1>
    <p>
      You can read everything here, and change nothing. Nothing has been changed.{' '}
      <a href={DASHBOARD_PATH}>Back to the interviews</a>
    </p>
  </PageLayout>
);

export const NotFoundPage = ({ viewer }: { viewer: { email: string } }) => (
  <PageLayout title="Not found" kind="message" viewer={viewer}>
    <h1>There is nothing here</h1>
    <p>
      No interview has this address. <a href={DASHBOARD_PATH}>See all interviews</a>
    </p>
  </PageLayout>
);
