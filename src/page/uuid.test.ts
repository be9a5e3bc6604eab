import { afterEach, describe, expect, it, vi } from 'vitest';
import { createUuid } from './uuid.ts';

const VERSION_4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

afterEach(() => vi.unstubAllGlobals());

describe.each([
  ['in a secure context', () => {}],
  [
    'in an insecure context, which has no randomUUID',
    () => vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) }),
  ],
])('%s', (_, prepare) => {
  it('is random and has the format of version 4', () => {
    prepare();
    const many = Array.from({ length: 500 }, createUuid);
    for (const each of many) expect(each).toMatch(VERSION_4);
    expect(new Set(many).size).toBe(500);
  });

  it('varies every digit that may vary', () => {
    prepare();
    const many = Array.from({ length: 500 }, createUuid);
    const variety = Array.from({ length: 36 }, (_, at) => new Set(many.map(each => each[at])).size);
    const fixed = [8, 13, 14, 18, 23];
    variety.forEach((kinds, at) => {
      expect([at, kinds]).toEqual([at, fixed.includes(at) ? 1 : at === 19 ? 4 : 16]);
    });
  });
});
