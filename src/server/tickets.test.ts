import { describe, expect, it, vi } from 'vitest';
import { createProxyHarness, SECRET } from './testing/proxy-harness.ts';
import { createTickets } from './tickets.ts';

const NEWER = 'another secret of 32 characters!';
const TICKET = {
  interview_id: 'i',
  session_token: 'st_live_x',
  study: null,
  respondent: null,
  started_at: '2026-03-01T09:00:00Z',
  ends_at: null,
  expires_at: 1,
};

describe('tickets', () => {
  it('hold their contents, and reveal none of them', async () => {
    const tickets = createTickets([SECRET]);
    const sealed = await tickets.seal(TICKET);
    expect(await tickets.open(sealed)).toEqual(TICKET);
    const readable = sealed.split('.').map(part => atob(part.replaceAll('-', '+').replaceAll('_', '/')));
    expect(readable.join(' ')).not.toMatch(/st_live|interview/);
  });

  it('are decrypted with any secret of the list, and encrypted with the first', async () => {
    const old = await createTickets([SECRET]).seal(TICKET);
    const rotated = createTickets([NEWER, SECRET]);
    expect(await rotated.open(old)).toEqual(TICKET);
    const renewed = await rotated.seal(TICKET);
    expect(await createTickets([NEWER]).open(renewed)).toEqual(TICKET);
    await expect(createTickets([SECRET]).open(renewed)).rejects.toMatchObject({ code: 'ticket_invalid' });
  });

  it('are decrypted by every process while processes are restarted one by one, if a secret is rotated in steps', async () => {
    const steps = [[SECRET], [SECRET, NEWER], [NEWER, SECRET]].map(secrets => createTickets(secrets));
    for (const [index, before] of steps.slice(0, -1).entries()) {
      const after = steps[index + 1]!;
      expect(await before.open(await after.seal(TICKET))).toEqual(TICKET);
      expect(await after.open(await before.seal(TICKET))).toEqual(TICKET);
    }
  });

  it.each([
    ['truncated', (sealed: string) => sealed.slice(0, -4)],
    [
      'changed in one place',
      (sealed: string) => sealed.replace(/\.(.)([^.]{20,})\./, (_, a, rest) => `.${a === 'A' ? 'B' : 'A'}${rest}.`),
    ],
    [
      'with another header',
      (sealed: string) => `${btoa('{"alg":"none"}').replaceAll('=', '')}${sealed.slice(sealed.indexOf('.'))}`,
    ],
    ['empty', () => ''],
    ['of dots', () => '....'],
    ['very long', () => 'a.'.repeat(50_000)],
    ['a JWT', () => 'eyJhbGciOiJub25lIn0.eyJpIjoxfQ.'],
  ])('are ticket_invalid if they are %s', async (_, spoil) => {
    const tickets = createTickets([SECRET]);
    await expect(tickets.open(spoil(await tickets.seal(TICKET)))).rejects.toMatchObject({ code: 'ticket_invalid' });
  });

  it('are decrypted once and cached, and refused if one letter differs', async () => {
    const tickets = createTickets([SECRET]);
    const sealed = await tickets.seal(TICKET);
    const decrypt = vi.spyOn(crypto.subtle, 'decrypt');
    try {
      for (let time = 0; time < 3; time++) expect(await tickets.open(sealed)).toEqual(TICKET);
      expect(decrypt).toHaveBeenCalledTimes(1);
      const other = `${sealed.slice(0, -2)}${sealed.at(-2) === 'A' ? 'B' : 'A'}${sealed.at(-1)}`;
      await expect(tickets.open(other)).rejects.toMatchObject({ code: 'ticket_invalid' });
      await expect(tickets.open(other)).rejects.toMatchObject({ code: 'ticket_invalid' });
      expect(decrypt).toHaveBeenCalledTimes(3);
    } finally {
      decrypt.mockRestore();
    }
  });

  it('are ticket_invalid if another secret encrypted them under the same key id', async () => {
    const ours = await createTickets([SECRET]).seal(TICKET);
    const theirs = await createTickets([NEWER]).seal(TICKET);
    const forged = [ours.split('.')[0], ...theirs.split('.').slice(1)].join('.');
    await expect(createTickets([SECRET]).open(forged)).rejects.toMatchObject({ code: 'ticket_invalid' });
  });
});

describe('a call with a ticket', () => {
  it('is 401 ticket_expired after its lifetime, which doesn’t stop the lease', async () => {
    const { startInterview, call, clock, koji } = createProxyHarness({ ticketLifetime: '10m' });
    const { ticket, id } = await startInterview();
    await clock.advance(600_000);
    const response = await call('message', { content: 'Hello' }, { ticket });
    expect([response.status, await response.json()]).toMatchObject([401, { error: 'ticket_expired' }]);
    await clock.advance(1_200_000);
    expect(koji.interviews.get(id)!.reason).toBe('respondent_left');
  });

  it('is 401 ticket_invalid without one, in every route', async () => {
    const { call } = createProxyHarness();
    for (const route of ['message', 'complete', 'resume', 'heartbeat']) {
      const response = await call(route, {});
      expect([response.status, await response.json()]).toMatchObject([401, { error: 'ticket_invalid' }]);
    }
  });

  it('S23: reaches its own interview only', async () => {
    const { startInterview, call, koji } = createProxyHarness();
    const [one, other] = [await startInterview(), await startInterview()];
    await call('complete', { reason: 'manual' }, { ticket: one.ticket });
    expect([koji.interviews.get(one.id)!.status, koji.interviews.get(other.id)!.status]).toEqual([
      'completed',
      'active',
    ]);
  });

  it('is 401 if its study is no longer configured', async () => {
    const before = createProxyHarness({ studies: { churn: {} } });
    const { ticket } = await before.startInterview({ study: 'churn' });
    const after = createProxyHarness({ studies: { other: {} }, clock: before.clock });
    expect((await after.call('resume', {}, { ticket })).status).toBe(401);
  });
});
