import { hostname } from 'node:os';
import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { requireAllowedHost } from './allowed-hosts.ts';

const statusOf = async (host: string, names: '*' | string[] = []) => {
  const app = new Hono();
  app.use(requireAllowedHost(names));
  app.all('*', c => c.text('secret'));
  return (await app.request(`http://${host}/dashboard`)).status;
};

it.each([
  '127.0.0.1:4747',
  '127.1.2.3',
  '[::1]:4747',
  '192.168.1.5:4747',
  'localhost:4747',
  'LOCALHOST',
  'localhost.:4747',
  'shop.localhost:4747',
  hostname(),
])('a request to %s is answered', async host => {
  expect(await statusOf(host)).toBe(200);
});

it.each(['rebound.example:4747', '127.0.0.1.nip.io', 'localhost.evil.example', 'evillocalhost', 'shop.example.evil'])(
  'a request to %s is refused',
  async host => {
    expect(await statusOf(host, ['shop.example'])).toBe(403);
  },
);

it('names can be added, in any case, or all allowed', async () => {
  expect(await statusOf('Shop.Example:8080', ['shop.EXAMPLE'])).toBe(200);
  expect(await statusOf('any.example', '*')).toBe(200);
});

it('the response says what to do', async () => {
  const app = new Hono();
  app.use(requireAllowedHost([]));
  const response = await app.request('http://demo.example/');
  expect(await response.json()).toEqual({
    error: 'forbidden',
    message:
      'The host "demo.example" is not allowed; set KOJI_ALLOWED_HOSTS=demo.example if this server is reached by that name.',
  });
});
