// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStoredRecord, type Persist } from './storage.ts';

const RECORD = { ticket: 't1', endsAt: null };

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
});
afterEach(() => vi.unstubAllGlobals());

describe('a stored record', () => {
  it.each<[Persist, number, number]>([
    ['tab', 1, 0],
    ['visitor', 0, 1],
    ['none', 0, 0],
  ])('with persist %s: %d in sessionStorage, %d in localStorage', (persist, inTab, inBrowser) => {
    createStoredRecord('koji', persist).write(RECORD);
    expect([sessionStorage.length, localStorage.length]).toEqual([inTab, inBrowser]);
  });

  it.each(['tab', 'visitor'] as const)(
    'with persist %s: reads what another page of the site wrote, until it is cleared',
    persist => {
      const record = createStoredRecord<typeof RECORD>('koji', persist);
      expect(record.read()).toBeNull();
      createStoredRecord('koji', persist).write(RECORD);
      expect(record.read()).toEqual(RECORD);
      record.clear();
      expect(createStoredRecord('koji', persist).read()).toBeNull();
    },
  );

  it('with persist none: reads nothing, even if something is stored', () => {
    createStoredRecord('koji', 'tab').write(RECORD);
    createStoredRecord('koji', 'visitor').write(RECORD);
    expect(createStoredRecord('koji', 'none').read()).toBeNull();
  });

  it('is separate from records of other names', () => {
    createStoredRecord('koji:/koji:churn', 'tab').write(RECORD);
    expect(createStoredRecord('koji:/koji:price', 'tab').read()).toBeNull();
  });

  it.each(['', '{"ticket": "t1', 'undefined', '[object Object]'])('reads broken JSON (%j) as null', text => {
    sessionStorage.setItem('koji', text);
    expect(createStoredRecord('koji', 'tab').read()).toBeNull();
  });
});

/** How browsers deny storage: reading the property throws, each call throws, or there is none. */
const DENIALS: [string, () => void][] = [
  [
    'reading the property throws',
    () => {
      const get = () => {
        throw new DOMException('denied', 'SecurityError');
      };
      vi.stubGlobal('sessionStorage', undefined);
      Object.defineProperty(globalThis, 'sessionStorage', { configurable: true, get });
    },
  ],
  [
    'each call throws',
    () => {
      const refuse = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
      vi.stubGlobal('sessionStorage', { getItem: refuse, setItem: refuse, removeItem: refuse });
    },
  ],
  ['there is none', () => vi.stubGlobal('sessionStorage', null)],
];

describe.each(DENIALS)('when storage is denied: %s', (_, denyStorage) => {
  it('stores nothing and throws nothing', () => {
    denyStorage();
    const record = createStoredRecord<typeof RECORD>('koji', 'tab');
    record.write(RECORD);
    expect(record.read()).toBeNull();
    record.clear();
  });
});
