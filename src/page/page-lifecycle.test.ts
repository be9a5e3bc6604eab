// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchPageLifecycle } from './page-lifecycle.ts';
import { pageEvents } from './testing/page-events.ts';

const reported: string[] = [];
let stopWatching: () => void;

beforeEach(() => {
  pageEvents.reset();
  reported.length = 0;
  stopWatching = watchPageLifecycle(event => reported.push(event));
});
afterEach(() => {
  stopWatching();
  vi.restoreAllMocks();
});

describe('watchPageLifecycle', () => {
  it.each<[string, (keyof typeof pageEvents)[], string[]]>([
    ['reports nothing for a page that is only loaded', ['finishLoading'], []],
    ['reports hidden when the tab is switched away from', ['switchAway'], ['hidden']],
    ['reports back when the tab is switched back to', ['switchAway', 'switchBack'], ['hidden', 'back']],
    ['reports hidden each time', ['switchAway', 'switchBack', 'switchAway'], ['hidden', 'back', 'hidden']],
    ['S6: reports gone at both events when a visible page is closed', ['leave'], ['gone', 'gone']],
    [
      'S6: reports gone at the only event when a hidden page is closed',
      ['switchAway', 'closeHidden'],
      ['hidden', 'gone'],
    ],
    [
      'reports back when a page returns from the back/forward cache',
      ['leave', 'returnFromCache'],
      ['gone', 'gone', 'back', 'back'],
    ],
    [
      'reports back once when visibilitychange comes before pageshow',
      ['leave', 'returnVisibleFirst'],
      ['gone', 'gone', 'back'],
    ],
    [
      'reports hidden, not gone, after a return',
      ['leave', 'returnVisibleFirst', 'switchAway'],
      ['gone', 'gone', 'back', 'hidden'],
    ],
    [
      'reports gone again when a returned page is left',
      ['leave', 'returnFromCache', 'leave'],
      ['gone', 'gone', 'back', 'back', 'gone', 'gone'],
    ],
  ])('%s', (_, actions, expected) => {
    for (const action of actions) pageEvents[action]();
    expect(reported).toEqual(expected);
  });

  it('reports nothing after it is stopped', () => {
    stopWatching();
    pageEvents.switchAway();
    pageEvents.switchBack();
    pageEvents.leave();
    pageEvents.returnFromCache();
    expect(reported).toEqual([]);
  });
});

it('does not disable the host’s back/forward cache and asks nothing on leaving', () => {
  const addListenerSpies = [vi.spyOn(window, 'addEventListener'), vi.spyOn(document, 'addEventListener')];
  watchPageLifecycle(() => {})();
  const types = addListenerSpies.flatMap(({ mock }) => mock.calls.map(([type]) => type as string));
  expect(types.sort()).toEqual(['pagehide', 'pageshow', 'visibilitychange']);
  expect([window.onunload, window.onbeforeunload].some(Boolean)).toBe(false);
});
