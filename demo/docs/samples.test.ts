import { parseHTML } from 'linkedom';
import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { attributeOf, OPTION_NAMES } from '../../src/widget/options.ts';
import { createSigningSecret, signatureHeaders } from '../koji/webhooks/signing.ts';
import { PARTS, PROPERTIES } from './fragments/theme.ts';
import { compile } from './testing/compile.ts';
import { SAMPLES, type Sample, samplesIn } from './testing/samples.ts';
import { misfitOf } from './testing/schemas.ts';
import { faultOf } from './testing/shell.ts';

const faults = (samples: Sample[], look: (sample: Sample) => (string | null | undefined)[]): string[] =>
  samples.flatMap(sample =>
    look(sample)
      .filter(fault => !!fault)
      .map(fault => `${sample.where}: ${fault}`),
  );

/** Where a language's samples are tested: here, or in the browser (`e2e/docs.spec.ts`). */
const HERE = ['ts', 'tsx', 'sh', 'json', 'css'];
const IN_A_BROWSER = ['html', 'js', 'http'];

it('no sample is in a language that no test reads', () => {
  const languages = new Set(SAMPLES.filter(({ file }) => !file).map(({ language }) => language));
  expect([...languages].filter(language => ![...HERE, ...IN_A_BROWSER, ''].includes(language))).toEqual([]);
  for (const language of [...HERE, ...IN_A_BROWSER].filter(name => name !== 'tsx'))
    expect(languages).toContain(language);
});

it('every sample in TypeScript compiles against the package’s own types; one that did not would be told by its place', {
  timeout: 180_000,
}, () => {
  const samples = samplesIn('ts', 'tsx');
  expect(samples.length).toBeGreaterThan(10);
  const code = "import { mount } from 'koji-embed';\nmount({ studdy: 'churn' });";
  const wrong = { ...samples[0]!, code, where: 'the wrong one' };
  expect(compile([...samples, wrong])).toEqual([expect.stringMatching(/^the wrong one.*studdy/)]);
});

it('every line for a shell is a command that there is, with options that it has', () => {
  const samples = samplesIn('sh');
  expect(faults(samples, ({ code }) => code.split('\n').map(faultOf))).toEqual([]);
});

it.each([
  ['npm run strat', 'there is no script "strat"'],
  ['npm run koji -- keys create', 'keys create needs --permissions <list>'],
  ['npm run koji -- keys make', 'there is no command "keys make"'],
  ['KOJI_TYPO=1 npm start', 'KOJI_TYPO is not read'],
  ['KOJI_LEAVE_GRACE=soon npm start', 'KOJI_LEAVE_GRACE: Expected a duration such as "500ms", "30s" or "15m".'],
  ['npx koji-embed check http://127.0.0.1:4747/koji --loud', 'check has no --loud'],
  ['curl http://127.0.0.1:4747/api/v1/talks', '/api/v1/talks is no route of Koji'],
])('“%s” would be found out', (line, fault) => {
  expect(faultOf(line)).toBe(fault);
});

it('every JSON is of the shape that its contract describes', () => {
  const samples = samplesIn('json');
  expect(faults(samples, ({ notes }) => [notes.schema ? null : 'names no schema'])).toEqual([]);
  expect(faults(samples, ({ code, notes }) => [misfitOf(JSON.parse(code), notes.schema!)])).toEqual([]);
  expect(misfitOf({ text: 1 }, 'proxy Delta')).toMatch('must be string');
});

it('style samples name only properties and parts that there are', () => {
  const wrong = faults(samplesIn('css'), ({ code }) => [
    ...[...code.matchAll(/--koji-[\w-]+/g)].map(([name]) => (name in PROPERTIES ? null : `there is no ${name}`)),
    ...[...code.matchAll(/::part\(([\w-]+)\)/g)].map(([, name]) =>
      name! in PARTS ? null : `there is no part ${name}`,
    ),
  ]);
  expect(wrong).toEqual([]);
});

it('markup samples have only attributes that there are', () => {
  const attributes = OPTION_NAMES.map(attributeOf);
  const wrong = faults(samplesIn('html'), ({ code }) => {
    const { document } = parseHTML(`<body>${code}</body>`);
    const widgets = [...document.querySelectorAll('script, koji-interview')];
    return widgets.flatMap(({ localName, attributes: given }) =>
      [...given].map(({ name }) => {
        const option = localName === 'script' ? name.match(/^data-(.+)/)?.[1] : name;
        return option && !attributes.includes(option) ? `there is no ${name}` : null;
      }),
    );
  });
  expect(wrong).toEqual([]);
});

it('the receiver of webhooks that is shown takes what is signed, and nothing else', async () => {
  const sample = samplesIn('ts').find(({ notes }) => notes.name === 'receive.ts')!;
  const secret = createSigningSecret();
  const kept: unknown[] = [];
  const { stripTypeScriptTypes } = await import('node:module');
  const script = stripTypeScriptTypes(sample.code)
    .replace(/^import .*$/m, '')
    .replace('export async function', 'return async function');
  const receive = new Function('Webhook', 'process', 'keep', script)(
    Webhook,
    { env: { KOJI_WEBHOOK_SECRET: secret } },
    async (...what: unknown[]) => kept.push(what),
  ) as (request: Request) => Promise<Response>;

  const body = JSON.stringify({ type: 'interview.analysis_ready', data: { interview_id: 'one', analysis: {} } });
  const send = (text: string) =>
    receive(
      new Request('https://www.example.com/koji-events', {
        method: 'POST',
        body: text,
        headers: signatureHeaders(secret, 'msg_1', new Date(), body),
      }),
    );
  expect((await send(body)).status).toBe(204);
  expect((await send(body.replace('one', 'two'))).status).toBe(401);
  expect(kept).toEqual([['one', {}]]);
});
