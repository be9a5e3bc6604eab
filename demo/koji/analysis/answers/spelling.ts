/**
 * The edit distance of two words: how many letters are missing, surplus, wrong or swapped with
 * their neighbour (optimal string alignment). Any number above `limit` only means "more than that".
 */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let previousRow: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const nextRow = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = a[i - 1] === b[j - 1] ? 0 : 1;
      let distance = Math.min(row[j]! + 1, nextRow[j - 1]! + 1, row[j - 1]! + substitution);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) distance = Math.min(distance, previousRow[j - 2]! + 1);
      nextRow.push(distance);
    }
    [previousRow, row] = [row, nextRow];
  }
  return row[b.length]!;
}

/**
 * Whether a word is a misspelling of another one: at most `limit` edits, and its first letter is
 * the first or second.
 */
export const isMisspellingOf = (word: string, meant: string, limit: number): boolean =>
  editDistance(word, meant, limit) <= limit && (word[0] === meant[0] || word[0] === meant[1]);
