// @vitest-environment happy-dom
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
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
    ['texts', '"Send"'],
    ['texts', []],
  ])('"%s" refuses %j, and says which option, what it was and what it should be', (name, value) => {
    expect(() => resolveOptions(untyped({ [name]: value }))).toThrow(TypeError);
    expect(() => resolveOptions(untyped({ [name]: value }))).toThrow(
      `option "${name}" is ${JSON.stringify(value)}, expected `,
    );
  });

  it('take the language of the page, if its tag is valid, before the browser’s', () => {
    document.documentElement.lang = 'de-AT';
    expect(resolveOptions({}).locale).toBe('de-AT');
    expect(resolveOptions({ locale: 'fr' }).locale).toBe('fr');
    document.documentElement.lang = 'de_AT';
    expect(resolveOptions({}).locale).toBe(navigator.language);
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
