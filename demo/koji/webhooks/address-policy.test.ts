import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { AddressError, createCheckedLookup, parseTarget } from './address-policy.ts';

const codeOf = (text: string): string => {
  try {
    parseTarget(text);
    return 'allowed';
  } catch (error) {
    if (error instanceof AddressError) return error.code;
    throw error;
  }
};

describe('an address of a webhook', () => {
  it.each([
    'https://hooks.example.com/koji?team=7',
    'https://hooks.example.com:8443/',
    'https://93.184.215.14/',
    'https://[2606:4700:4700::1111]/',
    'http://localhost:8080/hook',
    'http://LOCALHOST:8080/hook',
    'https://localhost/',
    'http://127.0.0.1:8080/',
    'http://127.8.9.10/',
    'http://[::1]:8080/',
  ])('%s is allowed', text => {
    expect(codeOf(text)).toBe('allowed');
  });

  it.each([
    ['not_a_url', ['', 'hooks', 'hooks.example.com/x', 'ftp://example.com/', 'file:///etc/passwd', 'https://']],
    ['not_https', ['http://hooks.example.com/', 'http://93.184.215.14/', 'http://localhost.example.com/']],
    [
      'credentials',
      ['https://user:secret@example.com/', 'https://user@example.com/', 'http://127.0.0.1:80@evil.test/'],
    ],
    ['too_long', [`https://example.com/${'x'.repeat(2000)}`]],
    [
      'not_public',
      [
        'https://10.0.0.1/',
        'http://10.0.0.1/',
        'https://172.16.5.4/',
        'https://192.168.0.1/',
        'https://169.254.169.254/latest/meta-data/',
        'https://100.100.100.200/',
        'https://168.63.129.16/',
        'https://0.0.0.0/',
        'https://224.0.0.1/',
        'https://255.255.255.255/',
        'https://198.18.0.1/',
        'https://192.0.2.1/',
        'https://240.0.0.1/',
        'https://[::]/',
        'https://[fe80::1]/',
        'https://[fd00:ec2::254]/',
        'https://[ff02::1]/',
        'https://[fec0::1]/',
        'https://[::ffff:a00:1]/',
        'http://[::ffff:7f00:1]/',
        'https://[64:ff9b::a00:1]/',
        'https://[2002:a00:1::]/',
        'https://[2001:db8::1]/',
        'https://[::a00:1]/',
      ],
    ],
    [
      'disguised',
      [
        'http://2130706433/',
        'https://3232235521/',
        'http://0x7f000001/',
        'http://0177.0.0.1/',
        'http://127.1/',
        'http://[0:0:0:0:0:0:0:1]/',
        'http://[::ffff:127.0.0.1]/',
        'https://[::ffff:10.0.0.1]/',
        'http://127。0。0。1/',
        'http:\\\\127.0.0.1/',
      ],
    ],
  ])('is refused as %s', (code, texts) => {
    expect(texts.map(text => [text, codeOf(text)])).toEqual(texts.map(text => [text, code]));
  });

  it('loses its fragment, which is never sent', () => {
    expect(parseTarget('https://Example.com/a#b').url.href).toBe('https://example.com/a');
  });
});

describe('the lookup of a connection', () => {
  const lookUp = (address: string, found: string[], all: boolean) =>
    new Promise((resolve, reject) => {
      const addresses = found.map((ip): LookupAddress => ({ address: ip, family: ip.includes(':') ? 6 : 4 }));
      createCheckedLookup(parseTarget(address), async () => addresses)('name', { all }, (error, ...result) =>
        error ? reject(error) : resolve(result),
      );
    });

  it.each([
    ['https://hooks.example.com/', ['10.0.0.1']],
    ['https://hooks.example.com/', ['127.0.0.1']],
    ['https://hooks.example.com/', ['::1']],
    ['https://hooks.example.com/', ['::ffff:127.0.0.1']],
    ['https://hooks.example.com/', ['fe80::1%eth0']],
    ['https://hooks.example.com/', ['93.184.215.14', '192.168.1.1']],
    ['https://hooks.example.com/', []],
    ['http://localhost/', ['93.184.215.14']],
    ['http://localhost/', ['127.0.0.1', '10.0.0.1']],
  ])('refuses %s if it resolves to %j', async (address, found) => {
    await expect(lookUp(address, found, true)).rejects.toBeInstanceOf(AddressError);
    await expect(lookUp(address, found, false)).rejects.toBeInstanceOf(AddressError);
  });

  it('returns the addresses that it has checked', async () => {
    const found = ['93.184.215.14', '2606:4700:4700::1111'];
    expect(await lookUp('https://hooks.example.com/', found, true)).toEqual([
      [
        { address: '93.184.215.14', family: 4 },
        { address: '2606:4700:4700::1111', family: 6 },
      ],
    ]);
    expect(await lookUp('https://hooks.example.com/', found, false)).toEqual(['93.184.215.14', 4]);
    expect(await lookUp('http://localhost/', ['127.0.0.1'], false)).toEqual(['127.0.0.1', 4]);
  });

  it('passes on the error of an unknown name', async () => {
    const lookup = createCheckedLookup(parseTarget('https://nowhere.example/'), async () => {
      throw Object.assign(new Error(), { code: 'ENOTFOUND' });
    });
    expect(await new Promise(resolve => lookup('nowhere.example', {}, resolve))).toMatchObject({ code: 'ENOTFOUND' });
  });
});
