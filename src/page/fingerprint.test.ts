import { expect, it } from 'vitest';
import { createFingerprint } from './fingerprint.ts';

it('is the same for the same text, in every page', () => {
  expect(createFingerprint('ada@example.org')).toBe(createFingerprint('ada@example.org'));
  expect(createFingerprint('a')).toBe(0xaf63dc4c8601ec8cn.toString(36));
});

it('differs between ids that are alike, and contains nothing of them', () => {
  const ids = Array.from({ length: 20_000 }, (_, i) => `user-${i}`);
  expect(new Set(ids.map(createFingerprint)).size).toBe(ids.length);
  expect(createFingerprint('ada@example.org')).not.toContain('ada');
  expect(createFingerprint('Ada')).not.toBe(createFingerprint('ada'));
});

it('is empty for nobody', () => {
  expect(createFingerprint('')).toBe('');
});
