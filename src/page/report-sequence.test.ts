import { beforeEach, expect, it, vi } from 'vitest';

beforeEach(() => vi.resetModules());

it('numbers the reports of one page, which share its id', async () => {
  const { createPageReport } = await import('./report-sequence.ts');
  const reports = [createPageReport(), createPageReport(), createPageReport()];
  expect(reports.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(new Set(reports.map(({ page }) => page)).size).toBe(1);
});

it('starts again with another id on another page', async () => {
  const first = (await import('./report-sequence.ts')).createPageReport();
  vi.resetModules();
  const second = (await import('./report-sequence.ts')).createPageReport();
  expect(second.page).not.toBe(first.page);
  expect(second.seq).toBe(1);
});
