import { readFileSync } from 'node:fs';

/**
 * Word vectors of English words, sorted by frequency. `vectors.md` describes the file and its
 * origin. It is read at the first use and then stays in memory (some 5 MB).
 */
interface VectorTable {
  words: string[];
  /** Each word's row, which is also its frequency rank. */
  rows: Map<string, number>;
  /** Rows of `dimensions` numbers each. */
  values: Int8Array;
  /** Euclidean length of each row. */
  lengths: Float32Array;
  dimensions: number;
}

let table: VectorTable | undefined;

function readTable(): VectorTable {
  const file = readFileSync(new URL('vectors.bin', import.meta.url));
  const wordListLength = file.readUInt32LE(0);
  const dimensions = file.readUInt32LE(4);
  const words = file.toString('utf8', 8, 8 + wordListLength).split('\n');
  const values = new Int8Array(file.buffer, file.byteOffset + 8 + wordListLength, words.length * dimensions);
  const lengths = new Float32Array(words.length);
  for (let row = 0; row < words.length; row++) {
    let sum = 0;
    for (let i = row * dimensions; i < (row + 1) * dimensions; i++) sum += values[i]! ** 2;
    lengths[row] = Math.sqrt(sum) || 1;
  }
  return { words, rows: new Map(words.map((word, row) => [word, row])), values, lengths, dimensions };
}

const getTable = (): VectorTable => {
  table ??= readTable();
  return table;
};

/**
 * The frequency rank of a lower-case English word, 0 for the most frequent one; undefined for an
 * unknown word.
 */
export const getFrequencyRank = (word: string): number | undefined => getTable().rows.get(word);

/** All known words, the most frequent first. */
export const listKnownWords = (): readonly string[] => getTable().words;

/** The vector of a lower-case English word, of length 1; undefined for an unknown word. */
export function getWordVector(word: string): Float32Array | undefined {
  const { rows, values, lengths, dimensions } = getTable();
  const row = rows.get(word);
  if (row === undefined) return undefined;
  const vector = new Float32Array(dimensions);
  for (let i = 0; i < dimensions; i++) vector[i] = values[row * dimensions + i]! / lengths[row]!;
  return vector;
}

/**
 * The cosine similarity of two vectors of length 1: 1 for the same meaning, 0 for unrelated ones.
 */
export function cosineSimilarity(a: Float32Array, b: Float32Array): number {
  let dot = 0;
  for (let i = 0; i < a.length; i++) dot += a[i]! * b[i]!;
  return dot;
}

/** The weighted sum of vectors, scaled to length 1; all zeros if there are none. */
export function combineVectors(parts: Iterable<{ vector: Float32Array; weight: number }>): Float32Array {
  const sum = new Float32Array(getTable().dimensions);
  for (const { vector, weight } of parts) for (let i = 0; i < sum.length; i++) sum[i]! += vector[i]! * weight;
  const length = Math.sqrt(cosineSimilarity(sum, sum));
  return length > 0 ? sum.map(x => x / length) : sum;
}
