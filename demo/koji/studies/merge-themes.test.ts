import { expect, it } from 'vitest';
import { mergeThemes } from './merge-themes.ts';

const theme = (interviewId: string, name: string, ...texts: string[]) => ({
  interviewId,
  name,
  quotes: texts.map(text => ({ message_id: `${interviewId}-${text.length}`, text })),
});

it('themes with the same name become one, counted by interview, the most frequent first', () => {
  const merged = mergeThemes([
    theme('a', 'Slow support', 'they never answered'),
    theme('a', 'Slow support', 'and again'),
    theme('b', 'High price', 'too dear'),
    theme('c', 'High price', 'we cannot pay that any more'),
    theme('d', 'High price', 'too dear'),
  ]);
  expect(merged.map(({ name, interviews }) => [name, interviews])).toEqual([
    ['High price', 3],
    ['Slow support', 1],
  ]);
  expect(merged[0]!.quotes.map(({ text }) => text)).toEqual(['we cannot pay that any more', 'too dear']);
});

it('names with the same meaning become one theme, under the most frequent name', () => {
  const merged = mergeThemes([
    theme('a', 'Price increase'),
    theme('b', 'Price increase'),
    theme('c', 'Prices increased'),
    theme('d', 'Double bookings'),
    theme('e', 'Booking twice'),
    theme('f', 'Calendar sync'),
  ]);
  expect(merged[0]).toMatchObject({ name: 'Price increase', otherNames: ['Prices increased'], interviews: 3 });
  expect(merged.find(({ name }) => name === 'Calendar sync')).toMatchObject({ otherNames: [], interviews: 1 });
});

it('names that are merely related stay separate', () => {
  const names = [
    'Price increase',
    'Slow support',
    'Missing features',
    'Phone calendar',
    'Team size',
    'Double bookings',
  ];
  expect(mergeThemes(names.map((name, at) => theme(String(at), name)))).toHaveLength(names.length);
});

it('names without known words are compared by their letters', () => {
  const merged = mergeThemes([theme('a', 'Zorblax qwrt'), theme('b', 'Fnord'), theme('c', 'Zorblax qwrt')]);
  expect(merged.map(({ interviews }) => interviews)).toEqual([2, 1]);
});
