import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { type DeliveryState, MEMBER_ROLES, type MemberRole } from '../database/enums.ts';
import type { ListedStudy, Study } from '../studies/study.ts';
import type { DeliveryListing } from '../webhooks/deliveries.ts';
import { createDashboard, PAGE_SIZE } from './routes.tsx';
import type { DashboardSource } from './source.ts';
import { analysedInterview, INTERVIEW_ID, interviewThatIs, listed } from './testing/interviews.ts';

/** Sessions are named after the role they have. */
const cookie = (role: MemberRole) => ({ Cookie: `koji_session=${role}` });
const AS_MEMBER = { headers: cookie('viewer') };
const OPEN_ID = '0b9c2f7e-3a41-4c52-9d17-5f1f0a6c2e88';

const STUDY: ListedStudy = {
  name: 'churn',
  title: 'Why people leave',
  interviews: 3,
  completed: 2,
  quality: 3.5,
  lastStartedAt: new Date('2026-11-23T09:41:00Z'),
};

const STUDY_FACTS: Study = {
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

function dashboard(over: Partial<DashboardSource> = {}) {
  const asked: unknown[] = [];
  const app = createDashboard({
    auth: {
      signIn: async token => (token === 'good' ? 'editor' : null),
      async findMember(session) {
        const role = MEMBER_ROLES.find(name => name === session);
        return role ? { email: `${role}@tidemark.example`, role } : null;
      },
      async signOut(session) {
        asked.push(`sign out ${session}`);
      },
    },
    async completeInterview(id) {
      asked.push(`complete ${id}`);
      return id === OPEN_ID ? true : id === INTERVIEW_ID ? false : null;
    },
    async listDeliveries(part) {
      if (part.state) {
        asked.push(part);
        return { deliveries: [], nextCursor: OPEN_ID };
      }
      return { deliveries: [delivery('failed'), delivery('delivered'), delivery('pending')] };
    },
    async resendDelivery(id) {
      asked.push(`resend ${id}`);
      return id === DELIVERY_ID;
    },
    async findInterview(id) {
      asked.push(id);
      return id === INTERVIEW_ID ? analysedInterview() : null;
    },
    async listInterviews(part) {
      asked.push(part);
      return { interviews: [listed(analysedInterview())] };
    },
    async listStudyChoices() {
      return [{ name: STUDY.name, title: STUDY.title }];
    },
    async listStudies() {
      return [STUDY];
    },
    async findStudy(name, period) {
      asked.push({ study: name, period });
      return name === STUDY.name ? { ...STUDY_FACTS, name } : null;
    },
    async *exportStudy(name, format, period) {
      asked.push({ export: name, format, period });
      yield 'one ';
      yield 'two';
    },
    ...over,
  });
  return { app, asked };
}

it('lists interviews from the start or from a cursor', async () => {
  const { app, asked } = dashboard();
  const first = await app.request('/dashboard', AS_MEMBER);
  expect(first.status).toBe(200);
  expect(await first.text()).toContain('Maeve Larkin');
  await app.request('/dashboard?before=a%26b', AS_MEMBER);
  expect(asked).toEqual([
    { limit: PAGE_SIZE, before: null, filter: {} },
    { limit: PAGE_SIZE, before: 'a&b', filter: {} },
  ]);
});

it('shows the page of an interview', async () => {
  const answer = await dashboard().app.request(`/dashboard/interviews/${INTERVIEW_ID}`, AS_MEMBER);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/html; charset=UTF-8');
  expect(await answer.text()).toContain('Double bookings');
});

it('responds 404 for an unknown interview', async () => {
  const answer = await dashboard().app.request('/dashboard/interviews/00000000-0000-4000-8000-000000000000', AS_MEMBER);
  expect(answer.status).toBe(404);
  expect(await answer.text()).toContain('Page not found');
});

it.each(['latest', '1', `${INTERVIEW_ID}x`, '%3Cscript%3E'])(
  'responds 404 for the malformed id %s without a look-up',
  async id => {
    const { app, asked } = dashboard();
    const answer = await app.request(`/dashboard/interviews/${id}`, AS_MEMBER);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('Page not found');
    expect(asked).toEqual([]);
  },
);

it.each([
  ['dashboard.css', 'text/css; charset=utf-8'],
  ['live-update.js', 'text/javascript; charset=utf-8'],
])('serves %s, which the pages load', async (name, type) => {
  const { app } = dashboard({ findInterview: async () => interviewThatIs('processing') });
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
    const { headers } = await dashboard().app.request(path, AS_MEMBER);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('private, no-store');
  },
);

const DELIVERY_ID = '7d1f0a6c-2e88-4c52-9d17-5f1f0a6c2e88';
const delivery = (state: DeliveryState): DeliveryListing => ({
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
    const { app, asked } = dashboard();
    for (const headers of [{}, { Cookie: 'koji_session=wrong' }] as HeadersInit[]) {
      const answer = await app.request(path, { headers });
      expect(answer.status).toBe(401);
      const text = await answer.text();
      expect(text).toContain('npm run koji -- members add');
      expect(text).not.toContain('Larkin');
    }
    expect(asked).toEqual([]);
  });

  it('S91: cannot complete an interview or resend a delivery', async () => {
    const { app, asked } = dashboard();
    for (const path of [`interviews/${OPEN_ID}/complete`, `deliveries/${DELIVERY_ID}/resend`]) {
      expect((await post(app, path, {})).status).toBe(401);
    }
    expect(asked).toEqual([]);
  });
});

describe('signing in', () => {
  it('sets a session cookie that scripts and other sites cannot use', async () => {
    const answer = await dashboard().app.request('https://koji.example/dashboard/sign-in/good');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/dashboard']);
    expect(answer.headers.get('referrer-policy')).toBe('same-origin');
    expect(answer.headers.get('set-cookie')).toBe(
      'koji_session=editor; Max-Age=2592000; Path=/dashboard; HttpOnly; Secure; SameSite=Lax',
    );
  });

  it('explains an invalid link and sets no cookie', async () => {
    const answer = await dashboard().app.request('/dashboard/sign-in/spent');
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([410, null]);
    expect(await answer.text()).toContain('works once, within an hour');
  });

  it.each([
    ['HEAD', {}],
    ['GET', { 'Sec-Purpose': 'prefetch;prerender' }],
  ])('does not use up the link for %s %j', async (method, headers) => {
    const answer = await dashboard().app.request('/dashboard/sign-in/good', { method, headers });
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([204, null]);
  });

  it('ends the session and deletes the cookie on sign-out', async () => {
    const { app, asked } = dashboard();
    const answer = await post(app, 'sign-out', cookie('viewer'));
    expect(answer.headers.get('set-cookie')).toContain('koji_session=; Max-Age=0; Path=/dashboard');
    expect(asked).toEqual(['sign out viewer']);
  });
});

describe('an editor', () => {
  it.each([
    [OPEN_ID, `/dashboard/interviews/${OPEN_ID}`],
    [INTERVIEW_ID, `/dashboard/interviews/${INTERVIEW_ID}?late`],
  ])('S90: completes %s and returns to its page', async (id, location) => {
    const { app, asked } = dashboard();
    const answer = await post(app, `interviews/${id}/complete`, cookie('editor'));
    expect([answer.status, answer.headers.get('location')]).toEqual([303, location]);
    expect(asked).toEqual([`complete ${id}`]);
    expect((await post(app, 'interviews/00000000-0000-4000-8000-000000000000/complete', cookie('editor'))).status).toBe(
      404,
    );
  });

  it('S90, S91: sees the form that completes an interview; a viewer does not', async () => {
    const { app } = dashboard({ findInterview: async () => interviewThatIs('active') });
    const shown = async (role: MemberRole) =>
      (await app.request(`/dashboard/interviews/${INTERVIEW_ID}`, { headers: cookie(role) })).text();
    expect(await shown('editor')).toContain('Complete this interview');
    expect(await shown('viewer')).not.toContain('Complete this interview');
    const { app: ended } = dashboard();
    const late = await ended.request(`/dashboard/interviews/${INTERVIEW_ID}?late`, { headers: cookie('editor') });
    const text = await late.text();
    expect(text).not.toContain('Complete this interview');
    expect(text).toContain('This interview was already completed');
  });

  it.each([`interviews/${OPEN_ID}/complete`, `deliveries/${DELIVERY_ID}/resend`])(
    'S91: may post %s; a viewer may not',
    async path => {
      const { app, asked } = dashboard();
      const answer = await post(app, path, cookie('viewer'));
      expect(answer.status).toBe(403);
      expect(await answer.text()).toContain('Only editors can do that');
      expect(asked).toEqual([]);
    },
  );

  it.each(['https://evil.example', 'null'])('S91: is protected from forms of %s', async Origin => {
    const { app, asked } = dashboard();
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x']) {
      const headers = { ...cookie('editor'), Origin, 'Sec-Fetch-Site': 'cross-site', 'Content-Type': type };
      for (const path of [`interviews/${OPEN_ID}/complete`, `deliveries/${DELIVERY_ID}/resend`, 'sign-out']) {
        expect((await post(app, path, headers)).status).toBe(403);
      }
    }
    expect(asked).toEqual([]);
  });
});

describe('webhook deliveries', () => {
  it('are listed with their results in words', async () => {
    const text = await (await dashboard().app.request('/dashboard/deliveries', AS_MEMBER)).text();
    for (const words of [
      'Analysis ready',
      'Failed',
      'The connection was refused',
      'Delivered',
      'It answered 204',
      'Not tried yet',
    ])
      expect(text).toContain(words);
    expect(text).toContain('a=&lt;b&gt;');
    expect(text).not.toContain('Send again');
  });

  it('are filtered by state and event, also on later pages', async () => {
    const { app, asked } = dashboard();
    const page = await app.request('/dashboard/deliveries?state=failed&event=interview.completed&before=x', AS_MEMBER);
    const { document } = parseHTML(await page.text());
    const chosen = [...document.querySelectorAll('option[selected]')].map(option => option.textContent);
    expect(chosen).toEqual(['Failed', 'Interview completed']);
    expect(document.querySelector('[rel=next]')!.getAttribute('href')).toBe(
      `/dashboard/deliveries?state=failed&event=interview.completed&before=${OPEN_ID}`,
    );
    expect(document.querySelector('.empty')!.textContent).toBe('No deliveries match this filter.');
    expect(asked).toEqual([{ limit: PAGE_SIZE, before: 'x', state: 'failed', event: 'interview.completed' }]);
    await app.request('/dashboard/deliveries?state=nonsense&event=%27', AS_MEMBER);
    expect(asked).toHaveLength(1);
  });

  it('that failed can be sent again by an editor', async () => {
    const { app, asked } = dashboard();
    const text = await (await app.request('/dashboard/deliveries', { headers: cookie('editor') })).text();
    expect(text.match(/Send again/g)).toHaveLength(1);
    const answer = await post(app, `deliveries/${DELIVERY_ID}/resend`, cookie('editor'));
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/dashboard/deliveries']);
    expect(asked).toEqual([`resend ${DELIVERY_ID}`]);
    expect((await post(app, `deliveries/${OPEN_ID}/resend`, cookie('editor'))).status).toBe(404);
  });
});

/** As a form on one of the pages does. */
const post = async (app: ReturnType<typeof createDashboard>, path: string, headers: Record<string, string>) =>
  app.request(`http://localhost/dashboard/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: 'http://localhost', ...headers },
  });

describe('studies', () => {
  it('interviews are filtered by query parameters; invalid values are ignored', async () => {
    const { app, asked } = dashboard();
    await app.request('/dashboard?study=churn&status=failed&reason=timeout&respondent=%20u_1%20', AS_MEMBER);
    await app.request('/dashboard?study=&status=gone&reason=toString&respondent=', AS_MEMBER);
    expect(asked).toMatchObject([
      { filter: { study: 'churn', status: 'failed', reason: 'timeout', respondent: 'u_1' } },
      { filter: {} },
    ]);
    expect((asked[1] as { filter: object }).filter).toEqual({});
  });

  it('a study is shown for a period; an unknown period means all time', async () => {
    const { app, asked } = dashboard();
    const page = await app.request('/dashboard/studies/churn?days=30', AS_MEMBER);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('export.csv?days=30');
    await app.request('/dashboard/studies/churn?days=31', AS_MEMBER);
    expect(asked).toEqual([
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
    const { app, asked } = dashboard();
    const address = `/dashboard/studies/churn/export.${format}?days=7`;
    expect((await app.request(address)).status).toBe(401);
    const taken = await app.request(address, AS_MEMBER);
    expect(taken.headers.get('Content-Type')).toBe(type);
    expect(taken.headers.get('Content-Disposition')).toBe(`attachment; filename="churn.${format}"`);
    expect(await taken.text()).toBe('one two');
    expect(asked).toEqual([{ export: 'churn', format, period: 7 }]);
    expect((await app.request(`/dashboard/studies/other/export.${format}`, AS_MEMBER)).status).toBe(404);
  });
});
