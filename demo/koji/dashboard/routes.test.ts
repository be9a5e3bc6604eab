import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { analysedInterview, INTERVIEW_ID, interviewThatIs, listed } from './fixtures.ts';
import { createDashboard, type DashboardSource, PAGE_SIZE } from './routes.ts';

function dashboard(over: Partial<DashboardSource> = {}) {
  const asked: unknown[] = [];
  const app = createDashboard({
    async findInterview(id) {
      asked.push(id);
      return id === INTERVIEW_ID ? analysedInterview() : null;
    },
    async listInterviews(part) {
      asked.push(part);
      return { interviews: [listed(analysedInterview())] };
    },
    ...over,
  });
  return { app, asked };
}

it('the list is asked for from the start, and from a cursor', async () => {
  const { app, asked } = dashboard();
  const first = await app.request('/dashboard');
  expect(first.status).toBe(200);
  expect(await first.text()).toContain('Maeve Larkin');
  await app.request('/dashboard?before=a%26b');
  expect(asked).toEqual([
    { limit: PAGE_SIZE, before: null },
    { limit: PAGE_SIZE, before: 'a&b' },
  ]);
});

it('one interview has its page', async () => {
  const answer = await dashboard().app.request(`/dashboard/interviews/${INTERVIEW_ID}`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/html; charset=UTF-8');
  expect(await answer.text()).toContain('Double bookings');
});

it('an interview that isn’t there is a page that says so', async () => {
  const answer = await dashboard().app.request('/dashboard/interviews/00000000-0000-4000-8000-000000000000');
  expect(answer.status).toBe(404);
  expect(await answer.text()).toContain('There is nothing here');
});

it.each(['latest', '1', `${INTERVIEW_ID}x`, '%3Cscript%3E'])(
  'the id %s is none, and nobody is asked for it',
  async id => {
    const { app, asked } = dashboard();
    const answer = await app.request(`/dashboard/interviews/${id}`);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('There is nothing here');
    expect(asked).toEqual([]);
  },
);

it.each([
  ['dashboard.css', 'text/css; charset=utf-8'],
  ['watch.js', 'text/javascript; charset=utf-8'],
])('%s is served, and the pages ask for it', async (name, type) => {
  const { app } = dashboard({ findInterview: async () => interviewThatIs('processing') });
  const file = await app.request(`/dashboard/${name}`);
  expect(file.status).toBe(200);
  expect(file.headers.get('content-type')).toBe(type);
  expect((await file.text()).length).toBeGreaterThan(500);
  const page = await app.request(`/dashboard/interviews/${INTERVIEW_ID}`);
  expect(await page.text()).toContain(`"/dashboard/${name}"`);
});

it.each(['/dashboard', `/dashboard/interviews/${INTERVIEW_ID}`, '/dashboard/nothing', '/dashboard/dashboard.css'])(
  '%s has a strict policy and is kept nowhere',
  async path => {
    const { headers } = await dashboard().app.request(path);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('private, no-store');
  },
);

it('a guard put in front of it keeps everything closed', async () => {
  const { app, asked } = dashboard();
  const guarded = new Hono().use('/dashboard/*', async c => c.text('Sign in', 401)).route('/', app);
  for (const path of ['/dashboard', `/dashboard/interviews/${INTERVIEW_ID}`, '/dashboard/dashboard.css'])
    expect((await guarded.request(path)).status).toBe(401);
  expect(asked).toEqual([]);
});
