import { expect, it } from 'vitest';
import { countCharacters } from './transcript.ts';

it.each([
  ['', 0],
  ['Hello', 5],
  ['Grüße', 5],
  ['日本語', 3],
  ['👋', 1],
  ['👋🏽', 2],
  ['👨‍👩‍👧', 5],
  ['e\u0301', 2],
  ['\ud83d', 1],
  ['a\n\tb', 4],
  ['x'.repeat(100_000), 100_000],
])('counts the code points of %j', (text, expected) => {
  expect(countCharacters(text)).toBe(expected);
});
