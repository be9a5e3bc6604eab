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

it('concurrent calls for a large study share one read, also the first one', async () => {
  const { clock, reads, find } = createCountedSource(LARGE_STUDY);
  await Promise.all([find('churn', null), find('churn', null), find('churn', null)]);
  expect(reads).toHaveLength(1);
  clock.advance(60_000);
  await Promise.all([find('churn', null), find('churn', null), find('churn', null)]);
  expect(reads).toHaveLength(2);
});

it('a caller never gets a small study from before its call; those that wait share the next read', async () => {
  let total = 0;
  let reads = 0;
  const find = cacheLargeStudies(async () => {
    reads++;
    const read = study(total);
    await new Promise(resolve => setTimeout(resolve, 1));
    return read;
  }, createManualClock());
  const first = find('churn', null);
  total = 1;
  const later = Array.from({ length: 20 }, () => find('churn', null));
  expect((await first)?.total).toBe(0);
  for (const found of await Promise.all(later)) expect(found?.total).toBe(1);
  expect(reads).toBe(2);
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
