import { describe, expect, it } from 'vitest';
import { DEFERRED_TEXTS, type Plural } from '../deferred/texts.ts';
import { FIRST_TEXTS, fill } from '../texts.ts';
import { LANGUAGE_CODES, loadLanguage } from './languages.ts';

const ENGLISH = { ...FIRST_TEXTS, ...DEFERRED_TEXTS };
type Name = keyof typeof ENGLISH;
const NAMES = Object.keys(ENGLISH) as Name[];

const formsOf = (text: string | Plural): string[] => (typeof text === 'string' ? [text] : Object.values(text));
/** What is filled into a sentence. */
const variables = (sentence: string) => [...sentence.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

it('English and fourteen more languages are spoken', () => {
  expect(LANGUAGE_CODES.join(' ')).toBe('ar de es fr he hi it ja ko nl pl pt tr zh');
});

describe.each(LANGUAGE_CODES)('in %s', code => {
  const read = async () => (await loadLanguage(code))!;

  it('every sentence is there, and no other', async () => {
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
      // A form for one or two may spell the number out.
      for (const form of formsOf(forms)) expect(wanted, name).toEqual(expect.arrayContaining(variables(form)));
    }
  });

  it('a sentence that counts has a form for every number that the language tells apart', async () => {
    const { texts } = await read();
    const categories = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
    const { tooLong } = texts;
    if (Object.keys(tooLong).length > 1) {
      // Beyond the other form, each is one that the language has.
      for (const form of Object.keys(tooLong)) expect(categories).toContain(form);
    }
  });

  it('no sentence is left in English', async () => {
    const { texts } = await read();
    const same = NAMES.filter(name => JSON.stringify(texts[name]) === JSON.stringify(ENGLISH[name]));
    // Words that are the same in both.
    expect(same.filter(name => !['interview', 'interviewer', 'no', 'questionNumber'].includes(name))).toEqual([]);
  });

  it('it reads in its own direction', async () => {
    expect((await read()).dir).toBe(['ar', 'he'].includes(code) ? 'rtl' : 'ltr');
  });
});

it.each([
  ['de-AT', 'de'],
  ['pt-PT', 'pt'],
  ['zh-Hant-TW', 'zh'],
  ['iw', 'he'],
  ['AR-eg', 'ar'],
])('%s is spoken as %s', async (locale, code) => {
  expect(await loadLanguage(locale)).toBe(await loadLanguage(code));
});

it.each(['sv', 'en', 'x-klingon'])('%s is not among them', async locale => {
  expect(await loadLanguage(locale).catch(() => undefined)).toBeUndefined();
});

it.each([...LANGUAGE_CODES, 'en', 'en-GB', 'ar-EG', 'de-CH', 'pt-PT', 'hi-u-nu-deva'])(
  'numbers in a sentence are written as in %s',
  locale => {
    for (const n of [0, 1, 7, 42, 999, 1000, 12_345, 2.5]) {
      expect(fill('{n}', { n }, locale)).toBe(n.toLocaleString(locale));
    }
  },
);

it('a value that is not given leaves its place as it is', () => {
  expect(fill('{n} of {all}', { n: 3 }, 'en')).toBe('3 of {all}');
});
