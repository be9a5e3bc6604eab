import { readFileSync } from 'node:fs';

/**
 * English words by frequency, each with what it means as a direction in space. The file and its origin are described in
 * `vectors.md`; it is read at the first question and kept (some 5 MB).
 */
interface Table {
  words: string[];
  places: Map<string, number>;
  numbers: Int8Array;
  lengths: Float32Array;
  dimensions: number;
}

let table: Table | undefined;

function readTable(): Table {
  const file = readFileSync(new URL('vectors.bin', import.meta.url));
  const listing = file.readUInt32LE(0);
  const dimensions = file.readUInt32LE(4);
  const words = file.toString('utf8', 8, 8 + listing).split('\n');
  const numbers = new Int8Array(file.buffer, file.byteOffset + 8 + listing, words.length * dimensions);
  const lengths = new Float32Array(words.length);
  for (let at = 0; at < words.length; at++) {
    let sum = 0;
    for (let i = at * dimensions; i < (at + 1) * dimensions; i++) sum += numbers[i]! ** 2;
    lengths[at] = Math.sqrt(sum) || 1;
  }
  return { words, places: new Map(words.map((word, at) => [word, at])), numbers, lengths, dimensions };
}

const loaded = (): Table => {
  table ??= readTable();
  return table;
};

/** How many dimensions a direction has. */
export const getDimensions = (): number => loaded().dimensions;

/** Where a lower-case word stands by frequency, 0 for the commonest; undefined for a word that is not known. */
export const getFrequencyRank = (word: string): number | undefined => loaded().places.get(word);

/** The known words, the commonest first. */
export const listKnownWords = (): readonly string[] => loaded().words;

/** The direction of a lower-case word, of length 1; undefined for a word that is not known. */
export function getWordVector(word: string): Float32Array | undefined {
  const { places, numbers, lengths, dimensions } = loaded();
  const at = places.get(word);
  if (at === undefined) return undefined;
  const direction = new Float32Array(dimensions);
  for (let i = 0; i < dimensions; i++) direction[i] = numbers[at * dimensions + i]! / lengths[at]!;
  return direction;
}

/** How alike two directions of length 1 are: 1 for the same, 0 for unrelated. */
export function cosineSimilarity(a: Float32Array, b: Float32Array): number {
  let dot = 0;
  for (let i = 0; i < a.length; i++) dot += a[i]! * b[i]!;
  return dot;
}

/** The sum of directions, each by its weight, brought to length 1; all zeros where there is nothing to add. */
export function combineVectors(parts: Iterable<{ vector: Float32Array; weight: number }>): Float32Array {
  const sum = new Float32Array(getDimensions());
  for (const { vector, weight } of parts) for (let i = 0; i < sum.length; i++) sum[i]! += vector[i]! * weight;
  const length = Math.sqrt(cosineSimilarity(sum, sum));
  return length > 0 ? sum.map(x => x / length) : sum;
}
