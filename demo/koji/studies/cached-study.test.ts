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

function createCountedSource(total: number) {
  const clock = createManualClock();
  const reads: unknown[] = [];
  const find = cacheLargeStudies(async (name, period) => {
    reads.push([name, period]);
    return study(total);
  }, clock);
  return { clock, reads, find };
}

it('a large study is read at most once a minute, and says when', async () => {
  const { clock, reads, find } = createCountedSource(LARGE_STUDY);
  const firstRead = clock.now();
  expect((await find('churn', null))?.countedAt).toEqual(firstRead);
  clock.advance(59_000);
  expect((await find('churn', null))?.countedAt).toEqual(firstRead);
  expect(reads).toEqual([['churn', null]]);
  await find('churn', 7);
  await find('onboarding', null);
  expect(reads).toHaveLength(3);
  clock.advance(1000);
  expect((await find('churn', null))?.countedAt).toEqual(clock.now());
  expect(reads).toHaveLength(4);
});

it('concurrent calls for a large study share one read', async () => {
  const { clock, reads, find } = createCountedSource(LARGE_STUDY);
  await find('churn', null);
  clock.advance(60_000);
  await Promise.all([find('churn', null), find('churn', null), find('churn', null)]);
  expect(reads).toHaveLength(2);
});

it('a small study is read each time', async () => {
  const { reads, find } = createCountedSource(LARGE_STUDY - 1);
  for (let round = 0; round < 3; round++) expect(await find('churn', null)).not.toHaveProperty('countedAt');
  expect(reads).toHaveLength(3);
});

it('a failed read is not cached', async () => {
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
