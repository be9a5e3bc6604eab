// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStoredRecord, type Persist } from './storage.ts';

const RECORD = { ticket: 't1', endsAt: null };

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
});
afterEach(() => vi.unstubAllGlobals());

describe('a memory', () => {
  it.each<[Persist, number, number]>([
    ['tab', 1, 0],
    ['visitor', 0, 1],
    ['none', 0, 0],
  ])('for %s keeps %d record(s) for the tab, %d for the visitor', (persist, inTab, inBrowser) => {
    createStoredRecord('koji', persist).write(RECORD);
    expect([sessionStorage.length, localStorage.length]).toEqual([inTab, inBrowser]);
  });

  it.each(['tab', 'visitor'] as const)(
    'for %s reads what another page of the site wrote, until it is forgotten',
    persist => {
      const memory = createStoredRecord<typeof RECORD>('koji', persist);
      expect(memory.read()).toBeNull();
      createStoredRecord('koji', persist).write(RECORD);
      expect(memory.read()).toEqual(RECORD);
      memory.clear();
      expect(createStoredRecord('koji', persist).read()).toBeNull();
    },
  );

  it('for nobody remembers nothing, not even what is there', () => {
    createStoredRecord('koji', 'tab').write(RECORD);
    createStoredRecord('koji', 'visitor').write(RECORD);
    expect(createStoredRecord('koji', 'none').read()).toBeNull();
  });

  it('keeps records of other names apart', () => {
    createStoredRecord('koji:/koji:churn', 'tab').write(RECORD);
    expect(createStoredRecord('koji:/koji:price', 'tab').read()).toBeNull();
  });

  it.each(['', '{"ticket": "t1', 'undefined', '[object Object]'])('takes broken JSON (%j) for nothing', text => {
    sessionStorage.setItem('koji', text);
    expect(createStoredRecord('koji', 'tab').read()).toBeNull();
  });
});

/** Ways in which browsers deny storage: touching it throws, each use throws, there is none. */
const DENIALS: [string, () => void][] = [
  [
    'touched',
    () => {
      const get = () => {
        throw new DOMException('denied', 'SecurityError');
      };
      vi.stubGlobal('sessionStorage', undefined);
      Object.defineProperty(globalThis, 'sessionStorage', { configurable: true, get });
    },
  ],
  [
    'used',
    () => {
      const refuse = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
      vi.stubGlobal('sessionStorage', { getItem: refuse, setItem: refuse, removeItem: refuse });
    },
  ],
  ['looked for', () => vi.stubGlobal('sessionStorage', null)],
];

describe.each(DENIALS)('where storage throws when it is %s', (_, deny) => {
  it('nothing is remembered and nothing thrown', () => {
    deny();
    const memory = createStoredRecord<typeof RECORD>('koji', 'tab');
    memory.write(RECORD);
    expect(memory.read()).toBeNull();
    memory.clear();
  });
});
