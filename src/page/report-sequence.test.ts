import { beforeEach, expect, it, vi } from 'vitest';

beforeEach(() => vi.resetModules());

it('reports of one page load count up under one id', async () => {
  const { nextReport } = await import('./report-sequence.ts');
  const reports = [nextReport(), nextReport(), nextReport()];
  expect(reports.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(new Set(reports.map(({ page }) => page)).size).toBe(1);
});

it('another page load has another id', async () => {
  const first = (await import('./report-sequence.ts')).nextReport();
  vi.resetModules();
  const second = (await import('./report-sequence.ts')).nextReport();
  expect(second.page).not.toBe(first.page);
  expect(second.seq).toBe(1);
});
