import { type OptionMention, overlapsMention } from './option-mention.ts';

/** An ordinal refers to an option if it ends a clause, or belongs to "the … one". */
const ordinal = (words: string) =>
  new RegExp(
    `(?:\\bthe |^\\W*)(?:${words})(?: (?:one|option|choice|answer|on the list))?(?=\\W*$|[,.;!?]|\\s(?:please|i (?:think|guess|suppose)|and\\b|because|for me|fits))`,
    'g',
  );

/**
 * Patterns that refer to a position, with the option's index among `count` options; null if there
 * is no such position.
 */
const POSITIONS: readonly [RegExp, (count: number) => number | null][] = [
  [ordinal('first|1st|top'), () => 0],
  [ordinal('second|2nd'), () => 1],
  [ordinal('third|3rd'), () => 2],
  [ordinal('fourth|4th'), () => 3],
  [
    /(?:\bthe |^\W*)(?:last|final|bottom) (?:one|option|choice|answer|on the list)(?=\W|$)|\bthe last\W*$/g,
    count => count - 1,
  ],
  [/\bthe former\b/g, count => (count === 2 ? 0 : null)],
  [/\bthe latter\b/g, count => (count === 2 ? 1 : null)],
  [/\bthe middle (?:one|option|choice)\b/g, count => (count % 2 === 1 ? (count - 1) / 2 : null)],
];
/** "option 2", "choice b", "number 3". */
const OPTION_NUMBER =
  /\b(?:option|choice|answer|#) ?(\d|one|two|three|four|five|six|[a-h])\b|\b(?:number|no\.) ?(\d)\b/g;
const NUMBER_WORDS = ['one', 'two', 'three', 'four', 'five', 'six'];

/** A text that is only a list of numbers or letters, such as "1 and 3" or "a, c". */
const LABEL_LIST = /^\W*(?:\d|[a-h])(?:\W+(?:and\W+)?(?:\d|[a-h]))+\W*$/;

/** The option's index for a label: a digit counted from 1, a number word, or a letter. */
function parseLabel(label: string): number {
  if (/\d/.test(label)) return Number(label) - 1;
  return label.length > 1 ? NUMBER_WORDS.indexOf(label) : label.charCodeAt(0) - 'a'.charCodeAt(0);
}

/**
 * The options of a text that is only a list of their numbers or letters; empty for any other text.
 */
export function parsePositionList(text: string, count: number): { option: number; start: number; end: number }[] {
  if (!LABEL_LIST.test(text)) return [];
  const positions = [...text.matchAll(/(?<![a-z\d])[a-h\d](?![a-z\d])/g)].map(({ 0: label, index }) => ({
    option: parseLabel(label),
    start: index,
    end: index + 1,
  }));
  return positions.every(({ option }) => option >= 0 && option < count) ? positions : [];
}

/** Finds options by their position: "the second one", "option B", "the latter", "1 and 3". */
export function findPositionMentions(text: string, count: number): OptionMention[] {
  const mentions: OptionMention[] = parsePositionList(text, count).map(position => ({ ...position, by: 'position' }));
  const add = (option: number | null, match: RegExpExecArray) => {
    const [start, end] = [match.index, match.index + match[0].length];
    if (option === null || option < 0 || option >= count || overlapsMention(mentions, start, end)) return;
    mentions.push({ option, start, end, by: 'position' });
  };
  for (const match of text.matchAll(OPTION_NUMBER)) add(parseLabel((match[1] ?? match[2])!), match);
  const letter = /^\W*([a-h])\W*$/.exec(text);
  if (letter) add(parseLabel(letter[1]!), letter);
  for (const [pattern, position] of POSITIONS) {
    for (const match of text.matchAll(pattern)) add(position(count), match);
  }
  return mentions;
}
