import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { buildWidgetIfStale, WIDGET_DIR } from '../../demo/tools/build-widget.ts';
import type { Benchmark } from './benchmark.ts';

/** Exact sizes; the limits themselves are asserted by `npm test`. */
export const sizes: Benchmark = {
  name: 'sizes',
  about: 'Bytes of what the script tag loads, each file compressed by itself.',
  async run() {
    await buildWidgetIfStale();
    const files = ['koji.js', ...readdirSync(join(WIDGET_DIR, 'koji-embed')).filter(name => name.endsWith('.js'))];
    const read = (name: string) => readFileSync(join(WIDGET_DIR, name === 'koji.js' ? name : join('koji-embed', name)));
    const brotli = (name: string) => brotliCompressSync(read(name)).length;
    const widget = files.find(name => name.startsWith('widget-'))!;
    return [
      ...files.map(name => ({
        what: name.replace(/-[\w-]{8}\.js$/, '.js'),
        figure: `${brotli(name)} B brotli, ${gzipSync(read(name)).length} B gzip`,
        ...(name === 'koji.js' && { goal: '≤ 1,000 B brotli' }),
      })),
      {
        what: 'until the first question',
        figure: `${brotli('koji.js') + brotli(widget)} B brotli`,
        goal: '≤ 22,600 B brotli',
      },
    ];
  },
};
