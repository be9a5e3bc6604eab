import { describe, expect, it } from 'vitest';
import { DEFERRED_TEXTS, type Plural } from '../deferred/texts.ts';
import { FIRST_TEXTS, fill } from '../texts.ts';
import { LANGUAGE_CODES, loadLanguage, toIntlLocale } from './languages.ts';

const ENGLISH = { ...FIRST_TEXTS, ...DEFERRED_TEXTS };
type Name = keyof typeof ENGLISH;
const NAMES = Object.keys(ENGLISH) as Name[];

const formsOf = (text: string | Plural): string[] => (typeof text === 'string' ? [text] : Object.values(text));
/** The names in braces, which are filled in. */
const variables = (sentence: string) => [...sentence.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

it('the widget has fourteen translations', () => {
  expect(LANGUAGE_CODES.join(' ')).toBe('ar de es fr he hi it ja ko nl pl pt tr zh');
});

describe.each(LANGUAGE_CODES)('in %s', code => {
  const read = async () => (await loadLanguage(code))!;

  it('every sentence is translated, and there are no others', async () => {
    const { texts } = await read();
    expect(Object.keys(texts).sort()).toEqual([...NAMES].sort());
    for (const name of NAMES) for (const form of formsOf(texts[name])) expect(form.trim(), name).not.toBe('');
  });

  it('every sentence has the variables of the English one', async () => {
    const { texts } = await read();
    for (const name of NAMES) {
      const wanted = variables(formsOf(ENGLISH[name]).at(-1)!);
      const forms = texts[name];
      const checked = typeof forms === 'string' ? forms : forms.other;
      expect(variables(checked), name).toEqual(wanted);
      // A plural form for one or two may spell out the number.
      for (const form of formsOf(forms)) expect(wanted, name).toEqual(expect.arrayContaining(variables(form)));
    }
  });

  it('plural forms are among those of the language', async () => {
    const { texts } = await read();
    const categories = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
    const { tooLong } = texts;
    if (Object.keys(tooLong).length > 1) {
      // Besides "other".
      for (const form of Object.keys(tooLong)) expect(categories).toContain(form);
    }
  });

  it('no sentence is left in English', async () => {
    const { texts } = await read();
    const same = NAMES.filter(name => JSON.stringify(texts[name]) === JSON.stringify(ENGLISH[name]));
    // These are the same in some languages.
    expect(same.filter(name => !['interview', 'interviewer', 'no', 'questionNumber'].includes(name))).toEqual([]);
  });

  it('the direction is that of its script', async () => {
    expect((await read()).dir).toBe(['ar', 'he'].includes(code) ? 'rtl' : 'ltr');
  });
});

it.each([...LANGUAGE_CODES, 'en', 'en-GB', 'ar-EG', 'de-CH', 'pt-PT', 'hi-u-nu-deva'])(
  'numbers in a sentence are written as in %s',
  locale => {
    for (const n of [0, 1, 7, 42, 999, 1000, 12_345, 2.5]) {
      expect(fill('{n}', { n }, locale)).toBe(n.toLocaleString(locale));
    }
  },
);

it('a name without a value stays as it is', () => {
  expect(fill('{n} of {all}', { n: 3 }, 'en')).toBe('3 of {all}');
});

describe('the nearest translation', () => {
  it.each([
    ['zh-cmn-Hans', 'zh', 'zh'],
    ['zh-cmn-Hans-CN', 'zh', 'zh'],
    ['zh-CHS', 'zh', 'zh'],
    ['zh-TW', 'zh', 'zh-TW'],
    ['zh-Hant-HK', 'zh', 'zh-Hant-HK'],
    ['zh-min-nan', 'zh', 'zh'],
    ['yue', 'zh', 'yue'],
    ['pt-PT-ao90', 'pt', 'pt-PT'],
    ['PT-br', 'pt', 'PT-br'],
    ['de-DE', 'de', 'de-DE'],
    ['de-CH-1996', 'de', 'de-CH'],
    ['de-x-formal', 'de', 'de'],
    ['ger', 'de', 'ger'],
    ['iw', 'he', 'iw'],
    ['ar-EG-u-nu-latn', 'ar', 'ar-EG-u-nu-latn'],
    ['ar-001', 'ar', 'ar-001'],
    ['es-419', 'es', 'es-419'],
    ['fr-a', 'fr', 'fr'],
    ['AR-eg', 'ar', 'AR-eg'],
  ])('for %s is %s, and Intl takes its tag %s', async (tag, code, locale) => {
    const language = await loadLanguage(tag);
    expect(language).toBeDefined();
    expect(language).toBe(await loadLanguage(code));
    expect(toIntlLocale(tag)).toBe(locale);
    expect(new Intl.PluralRules(locale).select(1)).toBeTruthy();
  });

  it.each([
    'sv',
    'en',
    'x-klingon',
    'in',
    'no',
    'nb',
    'sr-Latn',
    'constructor',
    'toString',
    'qaa',
    'deutsch',
    'english',
  ])('for %s is none', async tag => {
    expect(await loadLanguage(tag)).toBeUndefined();
  });
});
