import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('the README and the first page promise no less than the size limits allow', () => {
  const limits = JSON.parse(readFileSync('.size-limit.json', 'utf8')) as { limit: string }[];
  const [loader, firstQuestion] = limits.map(({ limit }) => Number.parseInt(limit, 10) / 1000);
  for (const file of ['README.md', 'demo/docs/pages/start.md']) {
    const text = readFileSync(file, 'utf8').replace(/\s+/g, ' ');
    const [, atFirst, withQuestion] = /at most ([\d.]+) KB until .+? at most (\d+) KB until the first question/.exec(
      text,
    )!;
    expect([Number(atFirst), Number(withQuestion)], file).toEqual([loader, Math.ceil(firstQuestion!)]);
  }
});
