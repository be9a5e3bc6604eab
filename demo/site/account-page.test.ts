// @vitest-environment happy-dom
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { beforeEach, describe, expect, it } from 'vitest';

const read = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8');
const page = read('index.html');
const script = read('public/site/tidemark.js');

declare global {
  interface Window {
    Koji?: ((...call: unknown[]) => void) & { q?: ArrayLike<unknown>[] };
  }
}

it('has the script tag as a customer would write it', () => {
  expect(page).toContain(
    '<script async src="/koji.js" data-proxy="/koji" data-mode="popup" data-study="churn"></script>',
  );
});

it('has no inline style or script and loads nothing from other sites', () => {
  expect(page).not.toMatch(/ style=|<style|<script(?![^>]* src=)| on\w+="/);
  expect(page + script + read('public/base.css') + read('public/site/tidemark.css')).not.toMatch(
    /https?:|url\(|@import/,
  );
});

describe('its script', () => {
  beforeEach(() => {
    delete window.Koji;
    document.body.innerHTML =
      '<p id="team"><a href="/dashboard">Team</a></p><button id="cancel">Cancel my plan</button>';
  });

  const run = () => runInThisContext(script);
  const press = () => document.querySelector<HTMLButtonElement>('#cancel')!.click();

  it('opens the interview on "Cancel my plan", even before the widget is loaded', () => {
    run();
    press();
    expect(Array.from(window.Koji!.q!, call => Array.from(call))).toEqual([['open']]);
  });

  it('keeps a widget that was loaded first', () => {
    const calls: unknown[][] = [];
    window.Koji = (...call) => calls.push(call);
    run();
    press();
    expect(calls).toEqual([['open']]);
  });

  it('links to the result once the interview is complete', () => {
    run();
    const detail = { interviewId: '5b0c7f9e/..', reason: 'natural', stats: {} };
    document.body.dispatchEvent(new CustomEvent('koji-complete', { bubbles: true, composed: true, detail }));
    const link = document.querySelector('#team a')!;
    expect(link.getAttribute('href')).toBe('/dashboard/interviews/5b0c7f9e%2F..');
    expect(link.textContent).toBe('See what the team gets');
  });
});
