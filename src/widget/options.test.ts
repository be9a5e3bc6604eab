// @vitest-environment happy-dom
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { checkOptions } from './check-options.ts';
import { type InterviewOptions, OPTION_NAMES, readOptions, resolveOptions, toAttributeName } from './options.ts';

afterEach(() => {
  document.documentElement.lang = '';
});

/** Options of the wrong type, or as text from attributes. */
const untyped = (options: Record<string, unknown>) => options as InterviewOptions;

describe('options', () => {
  it('have these defaults', () => {
    expect(resolveOptions({})).toEqual({
      proxy: '/koji',
      study: undefined,
      mode: 'popup',
      trigger: 'launcher',
      once: undefined,
      locale: navigator.language,
      theme: 'auto',
      maxDuration: null,
      respondent: undefined,
      consent: false,
      persist: 'tab',
      thanksLink: undefined,
      preload: 'pointer',
      base: undefined,
      texts: {},
    });
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['null and undefined mean the default', { mode: null, study: undefined }, { mode: 'popup', study: undefined }],
    ['once for a visitor', { once: 'visitor:closed' }, { once: 'visitor:closed' }],
    ['a duration in minutes', { maxDuration: '15m' }, { maxDuration: 900_000 }],
    ['a duration in hours and halves', { maxDuration: '1.5h' }, { maxDuration: 5_400_000 }],
    ['a duration in seconds', { maxDuration: '90s' }, { maxDuration: 90_000 }],
    ['a duration in milliseconds', { maxDuration: '500ms' }, { maxDuration: 500 }],
    ['a duration as a number', { maxDuration: 60_000 }, { maxDuration: 60_000 }],
    ['an attribute without a value is true', { consent: '' }, { consent: true }],
    ['consent from code', { consent: true }, { consent: true }],
    ['no consent from an attribute', { consent: 'false' }, { consent: false }],
    ['an object as JSON', { respondent: '{"external_id":"u-1"}' }, { respondent: { external_id: 'u-1' } }],
    ['an object from code', { texts: { send: 'Go' } }, { texts: { send: 'Go' } }],
    ['a path as thank-you link', { thanksLink: '/changes?from=interview' }, { thanksLink: '/changes?from=interview' }],
    ['a URL as thank-you link', { thanksLink: 'https://shop.example/' }, { thanksLink: 'https://shop.example/' }],
    ['a selector of the host’s own button', { trigger: '#feedback' }, { trigger: '#feedback' }],
  ])('%s', (_, given, expected) => {
    expect(resolveOptions(untyped(given))).toMatchObject(expected);
  });

  it.each<[keyof InterviewOptions, unknown]>([
    ['proxy', 7],
    ['proxy', ''],
    ['study', {}],
    ['mode', 'sidebar'],
    ['mode', 'Popup'],
    ['trigger', true],
    ['once', 'always'],
    ['locale', 17],
    ['theme', 'blue'],
    ['maxDuration', '15 minutes'],
    ['maxDuration', '-5m'],
    ['maxDuration', 0],
    ['maxDuration', Number.NaN],
    ['maxDuration', '1e3'],
    ['respondent', 'u-1'],
    ['respondent', '[]'],
    ['respondent', ['u-1']],
    ['respondent', '{"external_id":'],
    ['consent', 'yes'],
    ['consent', 1],
    ['persist', 'forever'],
    ['thanksLink', 'javascript:alert(1)'],
    ['thanksLink', ' java\nscript:alert(1)'],
    ['thanksLink', 'data:text/html,Hello'],
    ['thanksLink', 7],
    ['preload', 'always'],
    ['base', ''],
    ['texts', '"Send"'],
    ['texts', []],
  ])('"%s" refuses %j, and says which option, what it was and what it should be', (name, value) => {
    expect(() => checkOptions(untyped({ [name]: value }))).toThrow(TypeError);
    expect(() => checkOptions(untyped({ [name]: value }))).toThrow(
      `option "${name}" is ${JSON.stringify(value)}, expected `,
    );
  });

  const circular: Record<string, unknown> = { plan: 'pro' };
  circular.self = circular;
  const nest = (levels: number): object => (levels > 1 ? { in: nest(levels - 1) } : {});

  it.each<[string, Record<string, unknown>]>([
    ['a list as id', { external_id: ['u-1'] }],
    ['an object as name', { display_name: { first: 'Ann' } }],
    ['a truth value', { external_id: true }],
    ['not a number', { external_id: Number.NaN }],
    ['an id that is too long', { external_id: 'x'.repeat(256) }],
    ['an unknown field', { email: 'ann@example.org' }],
    ['a list as metadata', { metadata: ['pro'] }],
    ['text as metadata', { metadata: 'pro' }],
    ['circular metadata', { metadata: circular }],
    ['metadata with 21 levels', { metadata: nest(21) }],
    ['metadata with 10,000 levels', { metadata: nest(5000) }],
    ['too much metadata', { metadata: { note: 'x'.repeat(50_000) } }],
    ['a function', { metadata: () => {} }],
    ['a bigint', { metadata: { id: 1n } }],
    ['a circular object', circular],
  ])('a respondent with %s is the developer’s error, in one sentence', (_, respondent) => {
    expect(() => checkOptions(untyped({ respondent }))).toThrow(TypeError);
    expect(() => checkOptions(untyped({ respondent }))).toThrow(/^koji-embed: option "respondent" is .*, expected an /);
  });

  it('a circular value of another option is an error in one sentence too', () => {
    expect(() => checkOptions(untyped({ maxDuration: circular }))).toThrow(/^koji-embed: option "maxDuration" is /);
  });

  it('take the language of the page, if its tag is valid, before the browser’s', () => {
    document.documentElement.lang = 'de-AT';
    expect(resolveOptions({}).locale).toBe('de-AT');
    expect(resolveOptions({ locale: 'fr' }).locale).toBe('fr');
    document.documentElement.lang = ' de_AT ';
    expect(resolveOptions({}).locale).toBe('de-AT');
    for (const lang of ['*', 'x-klingon', 'i-klingon', 'Deutsch (Österreich)', '{{ lang }}']) {
      document.documentElement.lang = lang;
      expect(resolveOptions({}).locale).toBe(navigator.language);
    }
  });

  it('take English if neither has one', () => {
    const { language } = navigator;
    onTestFinished(
      () => void Object.defineProperty(navigator, 'language', { configurable: true, get: () => language }),
    );
    Object.defineProperty(navigator, 'language', { configurable: true, get: () => '' });
    expect(resolveOptions({}).locale).toBe('en');
  });
});

describe('attributes', () => {
  it('are all options in kebab-case', () => {
    expect(OPTION_NAMES.map(toAttributeName)).toEqual([
      'proxy',
      'study',
      'mode',
      'trigger',
      'once',
      'locale',
      'theme',
      'max-duration',
      'respondent',
      'consent',
      'persist',
      'thanks-link',
      'preload',
      'base',
      'texts',
    ]);
  });

  it('are read by those names, and left out if missing', () => {
    const script = document.createElement('script');
    script.dataset.maxDuration = '15m';
    script.dataset.consent = '';
    const options = readOptions(name => script.getAttribute(`data-${name}`));
    expect(resolveOptions(options)).toMatchObject({ maxDuration: 900_000, consent: true, mode: 'popup' });
  });
});
