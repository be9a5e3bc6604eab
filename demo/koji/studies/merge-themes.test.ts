import { expect, it } from 'vitest';
import { mergeThemes } from './merge-themes.ts';

const found = (interviewId: string, name: string, ...texts: string[]) => ({
  interviewId,
  name,
  quotes: texts.map(text => ({ message_id: `${interviewId}-${text.length}`, text })),
});

it('themes of one name are one, counted by interview, the most widespread first', () => {
  const joined = mergeThemes([
    found('a', 'Slow support', 'they never answered'),
    found('a', 'Slow support', 'and again'),
    found('b', 'High price', 'too dear'),
    found('c', 'High price', 'we cannot pay that any more'),
    found('d', 'High price', 'too dear'),
  ]);
  expect(joined.map(({ name, interviews }) => [name, interviews])).toEqual([
    ['High price', 3],
    ['Slow support', 1],
  ]);
  expect(joined[0]!.quotes.map(({ text }) => text)).toEqual(['we cannot pay that any more', 'too dear']);
});

it('names that mean the same are one theme, under the commonest of them', () => {
  const joined = mergeThemes([
    found('a', 'Price increase'),
    found('b', 'Price increase'),
    found('c', 'Prices increased'),
    found('d', 'Double bookings'),
    found('e', 'Booking twice'),
    found('f', 'Calendar sync'),
  ]);
  expect(joined[0]).toMatchObject({ name: 'Price increase', otherNames: ['Prices increased'], interviews: 3 });
  expect(joined.find(({ name }) => name === 'Calendar sync')).toMatchObject({ otherNames: [], interviews: 1 });
});

it('what only sounds related stays apart', () => {
  const names = [
    'Price increase',
    'Slow support',
    'Missing features',
    'Phone calendar',
    'Team size',
    'Double bookings',
  ];
  expect(mergeThemes(names.map((name, at) => found(String(at), name)))).toHaveLength(names.length);
});

it('names of no known word are told apart by their letters', () => {
  const joined = mergeThemes([found('a', 'Zorblax qwrt'), found('b', 'Fnord'), found('c', 'Zorblax qwrt')]);
  expect(joined.map(({ interviews }) => interviews)).toEqual([2, 1]);
});
