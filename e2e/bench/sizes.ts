import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { buildWidgetIfStale, WIDGET_DIR } from '../../demo/tools/build-widget.ts';
import type { Benchmark } from './support/benchmark.ts';

/** `npm test` asserts the size limits; this benchmark prints the exact sizes. */
export const sizes: Benchmark = {
  name: 'sizes',
  description: 'The files that the script tag loads, in bytes. Each file is compressed separately.',
  async run() {
    await buildWidgetIfStale();
    const chunks = readdirSync(join(WIDGET_DIR, 'koji-embed')).filter(name => name.endsWith('.js'));
    const files = ['koji.js', ...chunks.map(name => `koji-embed/${name}`)].map(path => {
      const content = readFileSync(join(WIDGET_DIR, path));
      return {
        name: basename(path).replace(/-[\w-]{8}\.js$/, '.js'),
        brotli: brotliCompressSync(content).length,
        gzip: gzipSync(content).length,
      };
    });
    const findFile = (name: string) => files.find(file => file.name === name)!;
    return [
      ...files.map(({ name, brotli, gzip }) => ({
        metric: name,
        value: `${brotli} B brotli, ${gzip} B gzip`,
        ...(name === 'koji.js' && { goal: '≤ 1,450 B brotli' }),
      })),
      {
        metric: 'until the first question',
        value: `${findFile('koji.js').brotli + findFile('widget.js').brotli} B brotli`,
        goal: '≤ 17,500 B brotli',
      },
    ];
  },
};
