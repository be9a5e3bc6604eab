import { beforeEach, expect, it, vi } from 'vitest';

beforeEach(() => vi.resetModules());

it('reports of one page load count up under one id', async () => {
  const { createPageReport } = await import('./report-sequence.ts');
  const reports = [createPageReport(), createPageReport(), createPageReport()];
  expect(reports.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(new Set(reports.map(({ page }) => page)).size).toBe(1);
});

it('another page load has another id', async () => {
  const first = (await import('./report-sequence.ts')).createPageReport();
  vi.resetModules();
  const second = (await import('./report-sequence.ts')).createPageReport();
  expect(second.page).not.toBe(first.page);
  expect(second.seq).toBe(1);
});
