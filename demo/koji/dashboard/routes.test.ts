import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { type DeliveryState, MEMBER_ROLES, type MemberRole } from '../database/enums.ts';
import type { ListedStudy } from '../studies/list-studies.ts';
import type { Study } from '../studies/study.ts';
import type { DeliveryListing } from '../webhooks/deliveries.ts';
import { createDashboard, PAGE_SIZE } from './routes.tsx';
import type { DashboardSource } from './source.ts';
import {
  createAnalysedInterview,
  createInterviewWithStatus,
  INTERVIEW_ID,
  toListedInterview,
} from './testing/interviews.ts';

/** The fake sessions are named after the member's role. */
const sessionCookie = (role: MemberRole) => ({ Cookie: `koji_session=${role}` });
const AS_MEMBER = { headers: sessionCookie('viewer') };
const OPEN_ID = '0b9c2f7e-3a41-4c52-9d17-5f1f0a6c2e88';

const LISTED_STUDY: ListedStudy = {
  name: 'churn',
  title: 'Why people leave',
  interviews: 3,
  completed: 2,
  quality: 3.5,
  lastStartedAt: new Date('2026-11-23T09:41:00Z'),
};

const STUDY: Study = {
  name: 'churn',
  title: 'Why people leave',
  total: 3,
  completed: 2,
  analysed: 2,
  quality: 3.5,
  medianDuration: 252,
  reasons: { natural: 1, respondent_left: 1, timeout: 0, manual: 0 },
  timelineUnit: 'day',
  timeline: [],
  questions: [],
  themes: [],
  themeSampleSize: 2,
};

function createTestDashboard(overrides: Partial<DashboardSource> = {}) {
  const calls: unknown[] = [];
  const app = createDashboard({
    auth: {
      signIn: async token => (token === 'good' ? 'editor' : null),
      async findMember(session) {
        const role = MEMBER_ROLES.find(name => name === session);
        return role ? { email: `${role}@tidemark.example`, role } : null;
      },
      async signOut(session) {
        calls.push(`sign out ${session}`);
      },
    },
    async completeInterview(id) {
      calls.push(`complete ${id}`);
      return id === OPEN_ID ? true : id === INTERVIEW_ID ? false : null;
    },
    async listDeliveries(part) {
      if (part.state) {
        calls.push(part);
        return { deliveries: [], nextCursor: OPEN_ID };
      }
      return { deliveries: [createDelivery('failed'), createDelivery('delivered'), createDelivery('pending')] };
    },
    async resendDelivery(id) {
      calls.push(`resend ${id}`);
      return id === DELIVERY_ID;
    },
    async findInterview(id) {
      calls.push(id);
      return id === INTERVIEW_ID ? createAnalysedInterview() : null;
    },
    async listInterviews(part) {
      calls.push(part);
      return { interviews: [toListedInterview(createAnalysedInterview())] };
    },
    async listStudyChoices() {
      return [{ name: LISTED_STUDY.name, title: LISTED_STUDY.title }];
    },
    async listStudies() {
      return [LISTED_STUDY];
    },
    async findStudy(name, period) {
      calls.push({ study: name, period });
      return name === LISTED_STUDY.name ? { ...STUDY, name } : null;
    },
    async *exportStudy(name, format, period) {
      calls.push({ export: name, format, period });
      yield 'one ';
      yield 'two';
    },
    ...overrides,
  });
  return { app, calls };
}

it('lists interviews from the start or from a cursor', async () => {
  const { app, calls } = createTestDashboard();
  const first = await app.request('/dashboard', AS_MEMBER);
  expect(first.status).toBe(200);
  expect(await first.text()).toContain('Maeve Larkin');
  await app.request('/dashboard?before=a%26b', AS_MEMBER);
  expect(calls).toEqual([
    { limit: PAGE_SIZE, before: null, filter: {} },
    { limit: PAGE_SIZE, before: 'a&b', filter: {} },
  ]);
});

it('shows the page of an interview', async () => {
  const response = await createTestDashboard().app.request(`/dashboard/interviews/${INTERVIEW_ID}`, AS_MEMBER);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/html; charset=UTF-8');
  expect(await response.text()).toContain('Double bookings');
});

it('responds 404 for an unknown interview', async () => {
  const response = await createTestDashboard().app.request(
    '/dashboard/interviews/00000000-0000-4000-8000-000000000000',
    AS_MEMBER,
  );
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('Page not found');
});

it.each(['latest', '1', `${INTERVIEW_ID}x`, '%3Cscript%3E'])(
  'responds 404 for the malformed id %s without a look-up',
  async id => {
    const { app, calls } = createTestDashboard();
    const response = await app.request(`/dashboard/interviews/${id}`, AS_MEMBER);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('Page not found');
    expect(calls).toEqual([]);
  },
);

it.each([
  ['dashboard.css', 'text/css; charset=utf-8'],
  ['live-update.js', 'text/javascript; charset=utf-8'],
])('serves %s, which the pages load', async (name, type) => {
  const { app } = createTestDashboard({ findInterview: async () => createInterviewWithStatus('processing') });
  const file = await app.request(`/dashboard/${name}`);
  expect(file.status).toBe(200);
  expect(file.headers.get('content-type')).toBe(type);
  expect((await file.text()).length).toBeGreaterThan(500);
  const page = await app.request(`/dashboard/interviews/${INTERVIEW_ID}`, AS_MEMBER);
  expect(await page.text()).toContain(`"/dashboard/${name}"`);
});

it.each(['/dashboard', `/dashboard/interviews/${INTERVIEW_ID}`, '/dashboard/nothing', '/dashboard/dashboard.css'])(
  'sends %s with a strict policy and without caching',
  async path => {
    const { headers } = await createTestDashboard().app.request(path, AS_MEMBER);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('private, no-store');
  },
);

const DELIVERY_ID = '7d1f0a6c-2e88-4c52-9d17-5f1f0a6c2e88';
const createDelivery = (state: DeliveryState): DeliveryListing => ({
  id: DELIVERY_ID,
  event: 'interview.analysis_ready',
  interviewId: INTERVIEW_ID,
  project: 'demo',
  url: 'https://hooks.example/koji?a=<b>',
  state,
  attempts: state === 'pending' ? 0 : 4,
  lastStatus: state === 'delivered' ? 204 : null,
  lastError: state === 'failed' ? 'ECONNREFUSED' : null,
  lastAttemptAt: null,
  nextAttemptAt: state === 'pending' ? new Date('2026-11-23T10:00:00Z') : null,
  createdAt: new Date('2026-11-23T09:41:00Z'),
});

const PAGES = ['/dashboard', `/dashboard/interviews/${INTERVIEW_ID}`, '/dashboard/deliveries', '/dashboard/nothing'];

describe('a visitor who is not signed in', () => {
  it.each(PAGES)('S91: sees how to sign in instead of %s', async path => {
    const { app, calls } = createTestDashboard();
    for (const headers of [{}, { Cookie: 'koji_session=wrong' }] as HeadersInit[]) {
      const response = await app.request(path, { headers });
      expect(response.status).toBe(401);
      const text = await response.text();
      expect(text).toContain('npm run koji -- members add');
      expect(text).not.toContain('Larkin');
    }
    expect(calls).toEqual([]);
  });

  it('S91: cannot complete an interview or resend a delivery', async () => {
    const { app, calls } = createTestDashboard();
    for (const path of [`interviews/${OPEN_ID}/complete`, `deliveries/${DELIVERY_ID}/resend`]) {
      expect((await postForm(app, path, {})).status).toBe(401);
    }
    expect(calls).toEqual([]);
  });
});

describe('signing in', () => {
  it('sets a session cookie that scripts and other sites cannot use', async () => {
    const response = await createTestDashboard().app.request('https://koji.example/dashboard/sign-in/good');
    expect([response.status, response.headers.get('location')]).toEqual([303, '/dashboard']);
    expect(response.headers.get('referrer-policy')).toBe('same-origin');
    expect(response.headers.get('set-cookie')).toBe(
      'koji_session=editor; Max-Age=2592000; Path=/dashboard; HttpOnly; Secure; SameSite=Lax',
    );
  });

  it('explains an invalid link and sets no cookie', async () => {
    const response = await createTestDashboard().app.request('/dashboard/sign-in/spent');
    expect([response.status, response.headers.get('set-cookie')]).toEqual([410, null]);
    expect(await response.text()).toContain('works once, within an hour');
  });

  it.each([
    ['HEAD', {}],
    ['GET', { 'Sec-Purpose': 'prefetch;prerender' }],
  ])('does not use up the link for %s %j', async (method, headers) => {
    const response = await createTestDashboard().app.request('/dashboard/sign-in/good', { method, headers });
    expect([response.status, response.headers.get('set-cookie')]).toEqual([204, null]);
  });

  it('ends the session and deletes the cookie on sign-out', async () => {
    const { app, calls } = createTestDashboard();
    const response = await postForm(app, 'sign-out', sessionCookie('viewer'));
    expect(response.headers.get('set-cookie')).toContain('koji_session=; Max-Age=0; Path=/dashboard');
    expect(calls).toEqual(['sign out viewer']);
  });
});

describe('changes to interviews and deliveries', () => {
  it.each([
    [OPEN_ID, `/dashboard/interviews/${OPEN_ID}`],
    [INTERVIEW_ID, `/dashboard/interviews/${INTERVIEW_ID}?late`],
  ])('S90: an editor completes %s and returns to its page', async (id, location) => {
    const { app, calls } = createTestDashboard();
    const response = await postForm(app, `interviews/${id}/complete`, sessionCookie('editor'));
    expect([response.status, response.headers.get('location')]).toEqual([303, location]);
    expect(calls).toEqual([`complete ${id}`]);
    expect(
      (await postForm(app, 'interviews/00000000-0000-4000-8000-000000000000/complete', sessionCookie('editor'))).status,
    ).toBe(404);
  });

  it('S90, S91: editors see the form that completes an interview, viewers do not', async () => {
    const { app } = createTestDashboard({ findInterview: async () => createInterviewWithStatus('active') });
    const shown = async (role: MemberRole) =>
      (await app.request(`/dashboard/interviews/${INTERVIEW_ID}`, { headers: sessionCookie(role) })).text();
    expect(await shown('editor')).toContain('Complete this interview');
    expect(await shown('viewer')).not.toContain('Complete this interview');
    const { app: ended } = createTestDashboard();
    const late = await ended.request(`/dashboard/interviews/${INTERVIEW_ID}?late`, {
      headers: sessionCookie('editor'),
    });
    const text = await late.text();
    expect(text).not.toContain('Complete this interview');
    expect(text).toContain('This interview was already completed');
  });

  it.each([`interviews/${OPEN_ID}/complete`, `deliveries/${DELIVERY_ID}/resend`])(
    'S91: a viewer gets 403 for %s',
    async path => {
      const { app, calls } = createTestDashboard();
      const response = await postForm(app, path, sessionCookie('viewer'));
      expect(response.status).toBe(403);
      expect(await response.text()).toContain('Only editors can do that');
      expect(calls).toEqual([]);
    },
  );

  it.each(['https://evil.example', 'null'])('S91: forms of the origin %s change nothing', async Origin => {
    const { app, calls } = createTestDashboard();
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x']) {
      const headers = { ...sessionCookie('editor'), Origin, 'Sec-Fetch-Site': 'cross-site', 'Content-Type': type };
      for (const path of [`interviews/${OPEN_ID}/complete`, `deliveries/${DELIVERY_ID}/resend`, 'sign-out']) {
        expect((await postForm(app, path, headers)).status).toBe(403);
      }
    }
    expect(calls).toEqual([]);
  });
});

describe('webhook deliveries', () => {
  it('are listed with their results in words', async () => {
    const text = await (await createTestDashboard().app.request('/dashboard/deliveries', AS_MEMBER)).text();
    for (const words of [
      'Analysis ready',
      'Failed',
      'The connection was refused',
      'Delivered',
      'The response was 204',
      'Not tried yet',
    ])
      expect(text).toContain(words);
    expect(text).toContain('a=&lt;b&gt;');
    expect(text).not.toContain('Send again');
  });

  it('are filtered by state and event, also on later pages', async () => {
    const { app, calls } = createTestDashboard();
    const page = await app.request('/dashboard/deliveries?state=failed&event=interview.completed&before=x', AS_MEMBER);
    const { document } = parseHTML(await page.text());
    const chosen = [...document.querySelectorAll('option[selected]')].map(option => option.textContent);
    expect(chosen).toEqual(['Failed', 'Interview completed']);
    expect(document.querySelector('[rel=next]')!.getAttribute('href')).toBe(
      `/dashboard/deliveries?state=failed&event=interview.completed&before=${OPEN_ID}`,
    );
    expect(document.querySelector('.empty')!.textContent).toBe('No deliveries match this filter.');
    expect(calls).toEqual([{ limit: PAGE_SIZE, before: 'x', state: 'failed', event: 'interview.completed' }]);
    await app.request('/dashboard/deliveries?state=nonsense&event=%27', AS_MEMBER);
    expect(calls).toHaveLength(1);
  });

  it('that failed can be sent again by an editor', async () => {
    const { app, calls } = createTestDashboard();
    const text = await (await app.request('/dashboard/deliveries', { headers: sessionCookie('editor') })).text();
    expect(text.match(/Send again/g)).toHaveLength(1);
    const response = await postForm(app, `deliveries/${DELIVERY_ID}/resend`, sessionCookie('editor'));
    expect([response.status, response.headers.get('location')]).toEqual([303, '/dashboard/deliveries']);
    expect(calls).toEqual([`resend ${DELIVERY_ID}`]);
    expect((await postForm(app, `deliveries/${OPEN_ID}/resend`, sessionCookie('editor'))).status).toBe(404);
  });
});

/** Posts what a form of the dashboard posts. */
const postForm = async (app: ReturnType<typeof createDashboard>, path: string, headers: Record<string, string>) =>
  app.request(`http://localhost/dashboard/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: 'http://localhost', ...headers },
  });

describe('studies', () => {
  it('interviews are filtered by query parameters; invalid values are ignored', async () => {
    const { app, calls } = createTestDashboard();
    await app.request('/dashboard?study=churn&status=failed&reason=timeout&respondent=%20u_1%20', AS_MEMBER);
    await app.request('/dashboard?study=&status=gone&reason=toString&respondent=', AS_MEMBER);
    expect(calls).toMatchObject([
      { filter: { study: 'churn', status: 'failed', reason: 'timeout', respondent: 'u_1' } },
      { filter: {} },
    ]);
    expect((calls[1] as { filter: object }).filter).toEqual({});
  });

  it('a study is shown for a period; an unknown period means all time', async () => {
    const { app, calls } = createTestDashboard();
    const page = await app.request('/dashboard/studies/churn?days=30', AS_MEMBER);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('export.csv?days=30');
    await app.request('/dashboard/studies/churn?days=31', AS_MEMBER);
    expect(calls).toEqual([
      { study: 'churn', period: 30 },
      { study: 'churn', period: null },
    ]);
    expect((await app.request('/dashboard/studies/other', AS_MEMBER)).status).toBe(404);
    expect(await (await app.request('/dashboard/studies', AS_MEMBER)).text()).toContain('Why people leave');
  });

  it.each([
    ['csv', 'text/csv; charset=utf-8; header=present'],
    ['json', 'application/json; charset=utf-8'],
  ])('a study is exported as %s, for members only', async (format, type) => {
    const { app, calls } = createTestDashboard();
    const address = `/dashboard/studies/churn/export.${format}?days=7`;
    expect((await app.request(address)).status).toBe(401);
    const exported = await app.request(address, AS_MEMBER);
    expect(exported.headers.get('Content-Type')).toBe(type);
    expect(exported.headers.get('Content-Disposition')).toBe(`attachment; filename="churn.${format}"`);
    expect(await exported.text()).toBe('one two');
    expect(calls).toEqual([{ export: 'churn', format, period: 7 }]);
    expect((await app.request(`/dashboard/studies/other/export.${format}`, AS_MEMBER)).status).toBe(404);
  });
});
