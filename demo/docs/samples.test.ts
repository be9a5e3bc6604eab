import { parseHTML } from 'linkedom';
import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { OPTION_NAMES, toAttributeName } from '../../src/widget/options.ts';
import { createSignatureHeaders, createSigningSecret } from '../koji/testing/index.ts';
import { PARTS, PROPERTIES } from './fragments/theme.ts';
import { findCommandError } from './testing/command-lines.ts';
import { compileSamples } from './testing/compile-samples.ts';
import { findSchemaError } from './testing/json-schemas.ts';
import { findSamples, SAMPLES, type Sample } from './testing/samples.ts';

/** Checks all samples. Returns the errors, each with the place of its sample. */
const collectErrors = (samples: Sample[], check: (sample: Sample) => (string | null | undefined)[]): string[] =>
  samples.flatMap(sample =>
    check(sample)
      .filter(error => !!error)
      .map(error => `${sample.place}: ${error}`),
  );

const TESTED_HERE = ['ts', 'tsx', 'sh', 'json', 'css'];
/** In `e2e/docs.spec.ts`. */
const TESTED_IN_A_BROWSER = ['html', 'js', 'http'];

it('every sample is in a language that is tested', () => {
  const languages = new Set(SAMPLES.filter(({ file }) => !file).map(({ language }) => language));
  expect([...languages].filter(language => ![...TESTED_HERE, ...TESTED_IN_A_BROWSER, ''].includes(language))).toEqual(
    [],
  );
  for (const language of [...TESTED_HERE, ...TESTED_IN_A_BROWSER].filter(name => name !== 'tsx'))
    expect(languages).toContain(language);
});

it('TypeScript samples compile against the package’s types, and an error names the sample', {
  timeout: 180_000,
}, () => {
  const samples = findSamples('ts', 'tsx');
  expect(samples.length).toBeGreaterThan(10);
  const code = "import { mount } from 'koji-embed';\nmount({ studdy: 'churn' });";
  const wrong = { ...samples[0]!, code, place: 'the wrong one' };
  expect(compileSamples([...samples, wrong])).toEqual([expect.stringMatching(/^the wrong one.*studdy/)]);
});

it('shell samples use existing commands and options', () => {
  const samples = findSamples('sh');
  expect(collectErrors(samples, ({ code }) => code.split('\n').map(findCommandError))).toEqual([]);
});

it.each([
  ['npm run strat', 'there is no script "strat"'],
  ['npm run koji -- keys create', 'keys create needs --permissions <list>'],
  ['npm run koji -- keys make', 'there is no command "keys make"'],
  ['KOJI_TYPO=1 npm start', 'KOJI_TYPO is not read'],
  [
    'KOJI_LEAVE_GRACE=soon npm start',
    'KOJI_LEAVE_GRACE: "soon" is not valid; expected a duration such as "500ms", "30s" or "15m".',
  ],
  ['npx koji-embed check http://127.0.0.1:4747/koji --loud', 'check has no --loud'],
  ['curl http://127.0.0.1:4747/api/v1/talks', '/api/v1/talks is no route of Koji'],
])('finds the error in “%s”', (line, error) => {
  expect(findCommandError(line)).toBe(error);
});

it('JSON samples match the schemas of their contracts', () => {
  const samples = findSamples('json');
  expect(collectErrors(samples, ({ attributes }) => [attributes.schema ? null : 'no schema attribute'])).toEqual([]);
  expect(
    collectErrors(samples, ({ code, attributes }) => [findSchemaError(JSON.parse(code), attributes.schema!)]),
  ).toEqual([]);
  expect(findSchemaError({ text: 1 }, 'proxy Delta')).toMatch('must be string');
});

it('CSS samples use existing properties and parts', () => {
  const wrong = collectErrors(findSamples('css'), ({ code }) => [
    ...[...code.matchAll(/--koji-[\w-]+/g)].map(([name]) => (name in PROPERTIES ? null : `unknown: ${name}`)),
    ...[...code.matchAll(/::part\(([\w-]+)\)/g)].map(([, name]) => (name! in PARTS ? null : `unknown part: ${name}`)),
  ]);
  expect(wrong).toEqual([]);
});

it('HTML samples use existing attributes', () => {
  const optionAttributes = OPTION_NAMES.map(toAttributeName);
  const wrong = collectErrors(findSamples('html'), ({ code }) => {
    const { document } = parseHTML(`<body>${code}</body>`);
    const widgets = [...document.querySelectorAll('script, koji-interview')];
    return widgets.flatMap(({ localName, attributes }) =>
      [...attributes].map(({ name }) => {
        const option = localName === 'script' ? name.match(/^data-(.+)/)?.[1] : name;
        return option && !optionAttributes.includes(option) ? `unknown: ${name}` : null;
      }),
    );
  });
  expect(wrong).toEqual([]);
});

it('the sample webhook receiver accepts signed requests only', async () => {
  const sample = findSamples('ts').find(({ attributes }) => attributes.name === 'receive.ts')!;
  const secret = createSigningSecret();
  const saved: unknown[] = [];
  const { stripTypeScriptTypes } = await import('node:module');
  const script = stripTypeScriptTypes(sample.code)
    .replace(/^import .*$/m, '')
    .replace('export async function', 'return async function');
  const receive = new Function('Webhook', 'process', 'saveAnalysis', script)(
    Webhook,
    { env: { KOJI_WEBHOOK_SECRET: secret } },
    async (...args: unknown[]) => saved.push(args),
  ) as (request: Request) => Promise<Response>;

  const body = JSON.stringify({ type: 'interview.analysis_ready', data: { interview_id: 'one', analysis: {} } });
  const send = (text: string) =>
    receive(
      new Request('https://www.example.com/koji-events', {
        method: 'POST',
        body: text,
        headers: createSignatureHeaders(secret, 'msg_1', new Date(), body),
      }),
    );
  expect((await send(body)).status).toBe(204);
  expect((await send(body.replace('one', 'two'))).status).toBe(401);
  expect(saved).toEqual([['one', {}]]);
});
