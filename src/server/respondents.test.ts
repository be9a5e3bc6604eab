import { describe, expect, it } from 'vitest';
import type { Respondent, RespondentInput } from '../interview/respondent.ts';
import type { ProxyOptions } from './options.ts';
import { createProxyHarness, type ProxyHarness } from './testing/proxy-harness.ts';

type Hook = NonNullable<ProxyOptions['respondent']>;

const respondentOf = ({ koji }: ProxyHarness) => koji.calls.find(({ route }) => route === 'start')!.body!.respondent;
const codeOf = async (response: Response) => {
  const text = await response.text();
  return [response.status, text ? JSON.parse(text).error : undefined];
};

describe('who the respondent is', () => {
  it('comes from the hook alone, if there is one', async () => {
    const harness = createProxyHarness({
      respondent: async () => ({ external_id: 'user-7', metadata: { plan: 'free' } }),
    });
    await harness.startInterview({
      respondent: { external_id: 'user-1', display_name: 'Ada', metadata: { plan: 'gold', role: 'admin' } },
    });
    expect(respondentOf(harness)).toEqual({
      external_id: 'user-7',
      metadata: { plan: 'free', koji_embed: { identity: 'verified' } },
    });
  });

  it.each([null, undefined, {}])('is nobody if the hook returns %j, whatever the page claims', async result => {
    const harness = createProxyHarness({ respondent: () => result });
    await harness.startInterview({ respondent: { external_id: 'user-1', display_name: 'Ada', metadata: { a: 1 } } });
    expect(respondentOf(harness)).toEqual({ metadata: { koji_embed: { identity: 'none' } } });
  });

  it.each<[Respondent | undefined, string]>([
    [{ external_id: 'user-1', display_name: 'Ada' }, 'claimed'],
    [{ display_name: 'Ada' }, 'claimed'],
    [{ metadata: { plan: 'pro' } }, 'none'],
    [undefined, 'none'],
  ])('is what the page says, %j, without a hook, and marked as %s', async (respondent, identity) => {
    const harness = createProxyHarness();
    await harness.startInterview(respondent ? { respondent } : {});
    expect(respondentOf(harness)).toEqual({
      ...respondent,
      metadata: { ...respondent?.metadata, koji_embed: { identity } },
    });
  });

  it('is never marked by the page itself, nor its study', async () => {
    const harness = createProxyHarness();
    const metadata = { plan: 'pro', study: 'churn', koji_embed: { identity: 'verified', test: true } };
    await harness.startInterview({ respondent: { metadata } });
    expect(respondentOf(harness)).toEqual({ metadata: { plan: 'pro', koji_embed: { identity: 'none' } } });
    const other = createProxyHarness({ respondent: () => null });
    await other.startInterview({ study: 'onboarding', respondent: { metadata } });
    expect(respondentOf(other)).toEqual({ metadata: { study: 'onboarding', koji_embed: { identity: 'none' } } });
  });

  it('goes with the context, the consent and the mark of a trial run', async () => {
    const harness = createProxyHarness();
    const facts = {
      context: { path: '/account', referrer: '', params: { utm_source: 'mail' } },
      consent: { version: '2026-05', at: '2026-03-01T09:00:00Z' },
      test: true,
    };
    await harness.startInterview(facts);
    expect(respondentOf(harness)).toEqual({ metadata: { koji_embed: { identity: 'none', ...facts } } });
  });

  it.each([
    [{ context: { title: 'Home' } }],
    [{ context: { params: { a: 1 } } }],
    [{ context: { url: `https://shop.example/${'x'.repeat(2048)}` } }],
    [{ context: 'home' }],
    [{ consent: true }],
    [{ consent: { version: '1' } }],
    [{ consent: { version: '1', at: 'yesterday' } }],
    [{ test: 'yes' }],
  ])('is refused with 400 beside %j', async body => {
    const harness = createProxyHarness();
    expect(await codeOf(await harness.call('start', body))).toEqual([400, 'invalid_request']);
  });
});

describe('fields of the respondent', () => {
  const lenient: [RespondentInput | null, object][] = [
    [{ external_id: 42, display_name: null }, { external_id: '42' }],
    [{ external_id: '', display_name: '' }, {}],
    [{ external_id: null, metadata: null }, {}],
    [{ external_id: 'u', metadata: {} }, { external_id: 'u' }],
    [
      { external_id: 0, display_name: 1.5 },
      { external_id: '0', display_name: '1.5' },
    ],
    [null, {}],
  ];

  it.each(lenient)('%j of the page are read as %j', async (respondent, expected) => {
    const harness = createProxyHarness();
    await harness.startInterview({ respondent });
    const { metadata: _, ...sent } = respondentOf(harness) as Record<string, unknown>;
    expect(sent).toEqual(expected);
  });

  it.each([...lenient, [{ external_id: 9007199254740993n }, { external_id: '9007199254740993' }] as const])(
    '%o of the hook are read as %j',
    async (respondent, expected) => {
      const harness = createProxyHarness({ respondent: () => respondent as RespondentInput });
      await harness.startInterview();
      const { metadata: _, ...sent } = respondentOf(harness) as Record<string, unknown>;
      expect([sent, harness.logged]).toEqual([expected, []]);
    },
  );

  it.each([
    ['me'],
    [[]],
    [7],
    [{ name: 'Ada' }],
    [{ external_id: true }],
    [{ external_id: { id: 1 } }],
    [{ external_id: 'a\u0000' }],
    [{ display_name: 'x'.repeat(256) }],
    [{ metadata: 'plan' }],
    [{ metadata: [] }],
  ])('%j of the page are refused with 400, at a start and a resume', async respondent => {
    const harness = createProxyHarness();
    const { ticket, id } = await harness.startInterview();
    expect(await codeOf(await harness.call('start', { respondent }))).toEqual([400, 'invalid_request']);
    expect(await codeOf(await harness.call('resume', { respondent }, { ticket }))).toEqual([400, 'invalid_request']);
    expect(harness.koji.interviews.get(id)!.status).toBe('active');
  });

  it.each([['me'], [[]], [7], [true], [{ name: 'Ada' }], [{ external_id: true }], [{ external_id: 'x'.repeat(256) }]])(
    '%j of the hook are logged for the developer, and refused calmly',
    async respondent => {
      let result: unknown = { external_id: 'ada' };
      const harness = createProxyHarness({ respondent: (() => result) as Hook });
      const { ticket, id } = await harness.startInterview();
      result = respondent;
      for (const responding of [harness.call('start', {}), harness.call('resume', {}, { ticket })]) {
        expect(await codeOf(await responding)).toEqual([403, 'forbidden']);
      }
      expect(harness.logged).toHaveLength(2);
      expect(harness.logged[0]!.message).toContain('The hook "respondent" returned a wrong shape');
      expect(harness.koji.interviews.get(id)!.status).toBe('active');
    },
  );

  it.each([[{ display_name: 'x'.repeat(256) }], [{ display_name: {} }], [{ metadata: 'pro' }]])(
    '%j of the hook beside a valid id are left out and logged',
    async more => {
      const harness = createProxyHarness({ respondent: (() => ({ external_id: 'ada', ...more })) as Hook });
      await harness.startInterview();
      expect(respondentOf(harness)).toEqual({
        external_id: 'ada',
        metadata: { koji_embed: { identity: 'verified' } },
      });
      expect(harness.logged).toHaveLength(1);
    },
  );
});

describe('an interview', () => {
  const ADA = { external_id: 'ada' };
  const GRACE = { external_id: 'grace' };

  /** Proxies that learn of the respondent by the page, or by the hook alone. */
  const ways: [string, () => { harness: ProxyHarness; signIn(who: RespondentInput | null): object }][] = [
    [
      'the page names',
      () => ({
        harness: createProxyHarness(),
        signIn: respondent => (respondent ? { respondent } : {}),
      }),
    ],
    [
      'only the hook knows',
      () => {
        let current: RespondentInput | null = null;
        return {
          harness: createProxyHarness({ respondent: () => current }),
          signIn(who) {
            current = who;
            // What the page says doesn't count.
            return { respondent: { external_id: 'anybody' } };
          },
        };
      },
    ],
  ];

  describe.each(ways)('of somebody whom %s', (_, create) => {
    it.each([
      ['somebody else', GRACE],
      ['nobody', null],
    ])('is not shown to %s, and completed as respondent_left now', async (_who, other) => {
      const { harness, signIn } = create();
      const { ticket, id } = await harness.startInterview(signIn(ADA));
      const refused = await harness.call('resume', { ...signIn(other), page: 'b', seq: 0 }, { ticket });
      const body = await refused.json();
      expect([refused.status, body]).toEqual([403, { error: 'other_respondent', message: expect.any(String) }]);
      await harness.clock.advance(0);
      expect(harness.koji.interviews.get(id)).toMatchObject({ status: 'completed', reason: 'respondent_left' });
      expect(harness.koji.countCalls('interview')).toBe(0);

      // Nor after its completion, and also where the proxy has forgotten the lease.
      expect(await codeOf(await harness.call('resume', signIn(other), { ticket }))).toEqual([403, 'other_respondent']);
      await harness.clock.advance(23 * 3_600_000);
      expect((await codeOf(await harness.call('resume', signIn(other), { ticket })))[0]).toBe(403);
      const own = await harness.call('resume', signIn(ADA), { ticket });
      expect(await own.json()).toMatchObject({ status: 'completed' });
    });

    it('goes on for the same one, and for one who signs in later', async () => {
      const { harness, signIn } = create();
      const own = await harness.startInterview(signIn(ADA));
      expect((await harness.call('resume', signIn({ external_id: 'ada' }), own)).status).toBe(200);

      const anonymous = await harness.startInterview(signIn(null));
      expect((await harness.call('resume', signIn(null), anonymous)).status).toBe(200);
      expect((await harness.call('resume', signIn(ADA), anonymous)).status).toBe(200);
      expect(harness.koji.interviews.get(anonymous.id)!.status).toBe('active');
      // From now on it is Ada's.
      expect(await codeOf(await harness.call('resume', signIn(GRACE), anonymous))).toEqual([403, 'other_respondent']);
    });

    it('is compared by text: the number 42 is "42"', async () => {
      const { harness, signIn } = create();
      const started = await harness.startInterview(signIn({ external_id: 42 }));
      expect((await harness.call('resume', signIn({ external_id: '42' }), started)).status).toBe(200);
    });

    it('is not changed by a resume that comes late', async () => {
      const { harness, signIn } = create();
      const started = await harness.startInterview(signIn(ADA));
      await harness.call('resume', { ...signIn(ADA), page: 'a', seq: 3 }, started);
      const late = await harness.call('resume', { ...signIn(GRACE), page: 'a', seq: 2 }, started);
      expect(await codeOf(late)).toEqual([403, 'other_respondent']);
      expect(harness.koji.interviews.get(started.id)!.status).toBe('active');
    });
  });

  it('keeps its natural end if somebody else signs in after the goodbye', async () => {
    const harness = createProxyHarness();
    const { ticket, id } = await harness.startInterview({ respondent: ADA });
    harness.koji.interviews.get(id)!.status = 'concluded';
    await harness.call('resume', { respondent: ADA }, { ticket });
    await harness.call('resume', { respondent: GRACE }, { ticket });
    await harness.clock.advance(0);
    expect(harness.koji.interviews.get(id)).toMatchObject({ reason: 'natural' });
  });

  it('is bound by a ticket that stays short for the longest id', async () => {
    const harness = createProxyHarness();
    const { ticket } = await harness.startInterview({ respondent: { external_id: '\u{1F600}'.repeat(255) } });
    expect(ticket.length).toBeLessThan(1000);
  });
});
