import { expect, it } from 'vitest';
import { createManualClock } from '../testing/manual-clock.ts';
import { cacheLargeStudies, LARGE_STUDY } from './cached-study.ts';
import type { Study } from './study.ts';

const study = (total: number): Study => ({
  name: 'churn',
  title: 'Churn',
  total,
  completed: total,
  analysed: total,
  quality: 3,
  medianDuration: 60,
  reasons: { natural: total, respondent_left: 0, timeout: 0, manual: 0 },
  timelineUnit: 'day',
  timeline: [],
  questions: [],
  themes: [],
  themeSampleSize: 0,
});

function counted(total: number) {
  const clock = createManualClock();
  const asked: unknown[] = [];
  const find = cacheLargeStudies(async (name, period) => {
    asked.push([name, period]);
    return study(total);
  }, clock);
  return { clock, asked, find };
}

it('a large study is counted once a minute, and tells when', async () => {
  const { clock, asked, find } = counted(LARGE_STUDY);
  const began = clock.now();
  expect((await find('churn', null))?.countedAt).toEqual(began);
  clock.advance(59_000);
  expect((await find('churn', null))?.countedAt).toEqual(began);
  expect(asked).toEqual([['churn', null]]);
  await find('churn', 7);
  await find('onboarding', null);
  expect(asked).toHaveLength(3);
  clock.advance(1000);
  expect((await find('churn', null))?.countedAt).toEqual(clock.now());
  expect(asked).toHaveLength(4);
});

it('those who ask while a large study is counted anew share one count', async () => {
  const { clock, asked, find } = counted(LARGE_STUDY);
  await find('churn', null);
  clock.advance(60_000);
  await Promise.all([find('churn', null), find('churn', null), find('churn', null)]);
  expect(asked).toHaveLength(2);
});

it('a small study is always counted anew', async () => {
  const { asked, find } = counted(LARGE_STUDY - 1);
  for (let round = 0; round < 3; round++) expect(await find('churn', null)).not.toHaveProperty('countedAt');
  expect(asked).toHaveLength(3);
});

it('a count that fails is not kept', async () => {
  const clock = createManualClock();
  let fails = true;
  const find = cacheLargeStudies(async () => {
    if (fails) throw new Error('no connection');
    return study(LARGE_STUDY);
  }, clock);
  await expect(find('churn', null)).rejects.toThrow('no connection');
  fails = false;
  expect(await find('churn', null)).toMatchObject({ total: LARGE_STUDY });
});
