// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchPageLifecycle } from './page-lifecycle.ts';
import { pageEvents } from './testing/page-events.ts';

const told: string[] = [];
let unwatch: () => void;

beforeEach(() => {
  pageEvents.reset();
  told.length = 0;
  unwatch = watchPageLifecycle(what => told.push(what));
});
afterEach(() => {
  unwatch();
  vi.restoreAllMocks();
});

describe('a page', () => {
  it.each<[string, (keyof typeof pageEvents)[], string[]]>([
    ['that is only loaded', ['finishLoading'], []],
    ['that is switched away from', ['switchAway'], ['hidden']],
    ['that is switched back to', ['switchAway', 'switchBack'], ['hidden', 'back']],
    ['that is switched to and fro', ['switchAway', 'switchBack', 'switchAway'], ['hidden', 'back', 'hidden']],
    ['S6: that is closed in sight is gone at both events', ['leave'], ['gone', 'gone']],
    [
      'S6: that is closed while hidden is gone at the one event it has',
      ['switchAway', 'closeHidden'],
      ['hidden', 'gone'],
    ],
    ['that comes back from the cache', ['leave', 'returnFromCache'], ['gone', 'gone', 'back', 'back']],
    ['that comes back visible first', ['leave', 'returnVisibleFirst'], ['gone', 'gone', 'back']],
    [
      'that comes back and is switched away from is not gone',
      ['leave', 'returnVisibleFirst', 'switchAway'],
      ['gone', 'gone', 'back', 'hidden'],
    ],
    [
      'that comes back and is left again',
      ['leave', 'returnFromCache', 'leave'],
      ['gone', 'gone', 'back', 'back', 'gone', 'gone'],
    ],
  ])('%s', (_, happenings, expected) => {
    for (const happening of happenings) pageEvents[happening]();
    expect(told).toEqual(expected);
  });

  it('is not watched any more after the undo', () => {
    unwatch();
    pageEvents.switchAway();
    pageEvents.switchBack();
    pageEvents.leave();
    pageEvents.returnFromCache();
    expect(told).toEqual([]);
  });
});

it('watching costs the host neither its back/forward cache nor a question on leaving', () => {
  const listened = [vi.spyOn(window, 'addEventListener'), vi.spyOn(document, 'addEventListener')];
  watchPageLifecycle(() => {})();
  const types = listened.flatMap(({ mock }) => mock.calls.map(([type]) => type as string));
  expect(types.sort()).toEqual(['pagehide', 'pageshow', 'visibilitychange']);
  expect([window.onunload, window.onbeforeunload].some(Boolean)).toBe(false);
});
