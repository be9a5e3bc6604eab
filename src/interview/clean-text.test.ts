import { expect, it } from 'vitest';
import { cleanText } from './clean-text.ts';

it.each([
  ['Too\0 dear.\0', 'Too dear.'],
  ['half \ud83d of a pair', 'half \ufffd of a pair'],
  ['\udc00\ud800', '\ufffd\ufffd'],
  ['at the end \ud83d', 'at the end \ufffd'],
  ['\ud83d\ud83d\ude00', '\ufffd😀'],
  ['whole 😀 👩‍🚀 pairs\n\t', 'whole 😀 👩‍🚀 pairs\n\t'],
  ['', ''],
])('%j becomes %j', (text, cleaned) => {
  expect(cleanText(text)).toBe(cleaned);
  expect(cleanText(text).isWellFormed()).toBe(true);
});
