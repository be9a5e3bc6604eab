import { spawn } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import { describe, expect, it, onTestFinished } from 'vitest';

const COMMAND = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

async function runCommand(...args: string[]) {
  const child = spawn(process.execPath, [COMMAND, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const code = new Promise<number | null>(resolve => child.once('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}

describe('npx koji-embed', () => {
  it.each([
    [[], 'Expected: check <proxy-url>.'],
    [['check'], 'Expected: check <proxy-url>.'],
    [['check', 'shop.example/koji'], '"shop.example/koji" is not the address of a proxy'],
    [['check', 'ftp://shop.example'], 'is not the address of a proxy'],
    [['check', 'https://shop.example', '--origin', 'shop.example'], '"shop.example" is not an origin'],
    [['check', 'https://shop.example', '--patience', 'long'], '--patience: expected'],
    [['check', 'https://shop.example', '--slack', '1 week'], '--slack: expected'],
    [['check', 'https://shop.example', '--fast'], '--fast'],
  ])('rejects %j with a reason, the usage, and exit code 2', async (args, reason) => {
    const { code, stdout, stderr } = await runCommand(...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(reason);
    expect(stderr).toContain('npx koji-embed check <proxy-url>');
  });

  it('prints its usage for --help', async () => {
    expect(await runCommand('--help')).toMatchObject({ code: 0, stderr: '' });
  });

  it('reports in JSON, and exits with 1 if rules fail', async () => {
    const server = serve({ fetch: () => new Response('Hello.'), port: 0, hostname: '127.0.0.1' });
    onTestFinished(() => void server.close());
    await new Promise(resolve => server.once('listening', resolve));
    const { code, stdout } = await runCommand(
      'check',
      `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      '--json',
    );
    expect(code).toBe(1);
    const report = JSON.parse(stdout);
    expect(report.fails).toBe(6);
    expect(report.rules[0]).toMatchObject({
      id: 'access.post-only',
      outcome: 'fails',
      detail: 'No interview could be started. Expected 201, got: 200 Hello.',
    });
  });
});
