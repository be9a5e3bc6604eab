import { type OptionMention, overlapsMention } from './option-mention.ts';

/** An ordinal counts as a place where it ends a clause, or is said of "the … one". */
const placed = (ordinal: string) =>
  new RegExp(
    `(?:\\bthe |^\\W*)(?:${ordinal})(?: (?:one|option|choice|answer|on the list))?(?=\\W*$|[,.;!?]|\\s(?:please|i (?:think|guess|suppose)|and\\b|because|for me|fits))`,
    'g',
  );

/** Ways to point at a place, each with the place it means among `count` options; null where there is no such place. */
const PLACES: readonly [RegExp, (count: number) => number | null][] = [
  [placed('first|1st|top'), () => 0],
  [placed('second|2nd'), () => 1],
  [placed('third|3rd'), () => 2],
  [placed('fourth|4th'), () => 3],
  [
    /(?:\bthe |^\W*)(?:last|final|bottom) (?:one|option|choice|answer|on the list)(?=\W|$)|\bthe last\W*$/g,
    count => count - 1,
  ],
  [/\bthe former\b/g, count => (count === 2 ? 0 : null)],
  [/\bthe latter\b/g, count => (count === 2 ? 1 : null)],
  [/\bthe middle (?:one|option|choice)\b/g, count => (count % 2 === 1 ? (count - 1) / 2 : null)],
];
const NUMBERED = /\b(?:option|choice|answer|#) ?(\d|one|two|three|four|five|six|[a-h])\b|\b(?:number|no\.) ?(\d)\b/g;
const SPELT = ['one', 'two', 'three', 'four', 'five', 'six'];

const SIGNS = /^\W*(?:\d|[a-h])(?:\W+(?:and\W+)?(?:\d|[a-h]))+\W*$/;

/** The places of a text that is nothing but a list of them: "1 and 3", "a, c"; empty for any other text. */
export function parsePositionList(text: string, count: number): { option: number; start: number; end: number }[] {
  if (!SIGNS.test(text)) return [];
  const places = [...text.matchAll(/(?<![a-z\d])[a-h\d](?![a-z\d])/g)].map(({ 0: sign, index }) => ({
    option: /\d/.test(sign) ? Number(sign) - 1 : sign.charCodeAt(0) - 97,
    start: index,
    end: index + 1,
  }));
  return places.every(({ option }) => option >= 0 && option < count) ? places : [];
}

/** Options named by where they stand: "the second one", "option B", "the latter", "1 and 3". */
export function findPositionMentions(text: string, count: number): OptionMention[] {
  const mentions: OptionMention[] = parsePositionList(text, count).map(place => ({ ...place, by: 'place' }));
  const add = (option: number | null, found: RegExpExecArray) => {
    if (
      option !== null &&
      option >= 0 &&
      option < count &&
      !overlapsMention(mentions, found.index, found.index + found[0].length)
    ) {
      mentions.push({ option, start: found.index, end: found.index + found[0].length, by: 'place' });
    }
  };
  for (const found of text.matchAll(NUMBERED)) {
    const sign = (found[1] ?? found[2])!;
    add(/\d/.test(sign) ? Number(sign) - 1 : sign.length > 1 ? SPELT.indexOf(sign) : sign.charCodeAt(0) - 97, found);
  }
  const letter = /^\W*([a-h])\W*$/.exec(text);
  if (letter) add(letter[1]!.charCodeAt(0) - 97, letter);
  for (const [pattern, place] of PLACES) {
    for (const found of text.matchAll(pattern)) add(place(count), found);
  }
  return mentions;
}
