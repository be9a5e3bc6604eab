/**
 * What a free-text reply amounts to, told from its wording alone. Plain tables of English expressions: they miss things, and
 * what they miss counts as an ordinary answer, which is the harmless mistake.
 */
export type Remark = 'empty' | 'stop' | 'refusal' | 'unknowing' | 'question' | 'thin' | 'rich';

export type BackQuestion = 'identity' | 'duration' | 'purpose' | 'meaning' | 'other';

const STOP =
  /^(?:please |can we |i (?:want|would like|'d like) to )?(?:stop|quit|end (?:it|this|the interview|here))(?: (?:now|here|it|this|the interview|please))*$|^(?:leave me alone|no more questions|i(?:'m| am) done(?: with this)?|that'?s enough)$/;
const REFUSAL =
  /^(?:skip(?: (?:it|this|that|this one|please))?|pass|next(?: question)?|no comment|none of your business|n\/?a|prefer not(?: to (?:say|answer))?)$|\b(?:(?:rather|prefer|'d) not (?:to )?(?:say|answer|tell|talk)|(?:don'?t|do not) (?:want|wish|like) to (?:say|answer|tell|talk)|won'?t (?:say|answer|tell)|none of your business)\b/;
const UNKNOWING =
  /^(?:no idea|not sure|dunno|idk|no clue|hard to say|nothing(?: comes to mind)?|can'?t (?:say|think of (?:anything|one))|i (?:really |honestly )?(?:don'?t|do not) (?:know|remember|recall)|i(?:'m| am) not sure|i have no (?:idea|clue)|i forgot)(?: (?:really|honestly|sorry|right now|yet|at all))*$/;
const VAGUE = new Set(
  'ok okay fine good bad nice great so meh yes no yeah nope maybe some things stuff whatever it was is all just the a an alright not really too very quite pretty like i we they that this everything depends sometimes thing'.split(
    ' ',
  ),
);
/** From so many words on, an answer is taken to stand by itself. */
const ENOUGH_WORDS = 8;

const BACK_QUESTIONS: [BackQuestion, RegExp][] = [
  [
    'identity',
    /\b(?:who are you|are you (?:a |an )?(?:human|real|robot|bot|ai|person|machine)|am i talking to|who (?:is|am i) (?:this|asking))\b/,
  ],
  ['duration', /\bhow (?:long|many (?:more )?questions|much longer)\b/],
  ['purpose', /\bwhy (?:do|are|would|should|does)\b.*\b(?:you|i|ask|asking|know|need|matter)\b/],
  [
    'meaning',
    /\bwhat (?:do|does|did) (?:you|that|this|it) mean\b|\bwhat exactly\b|\bcan you (?:explain|rephrase|clarify)\b|\bi don'?t understand\b/,
  ],
];

const plain = (text: string) =>
  text
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[.!,;:…]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

export const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];

export function readRemark(text: string): Remark {
  const words = wordsOf(text);
  if (words.length === 0) return text.includes('?') ? 'question' : 'empty';
  const said = plain(text).replace(/^(?:sorry|well|hmm+|um+|uh|please) /, '');
  if (STOP.test(said)) return 'stop';
  if (REFUSAL.test(said) && words.length <= ENOUGH_WORDS * 2) return 'refusal';
  if (UNKNOWING.test(said)) return 'unknowing';
  if (isQuestionBack(text, said, words.length)) return 'question';
  const telling = words.filter(word => !VAGUE.has(word.toLowerCase()));
  // Writing without spaces between words says as much in one "word" as others do in ten.
  const isEnough = words.length >= ENOUGH_WORDS || telling.some(word => [...word].length >= 20);
  return (isEnough && telling.length >= 3) || telling.some(word => [...word].length >= 20) ? 'rich' : 'thin';
}

/** A reply that asks and hardly tells: short, and ending in a question mark or worded as a question about the interview. */
const isQuestionBack = (text: string, said: string, count: number) =>
  count <= 20 &&
  (/\?\s*$/.test(text) ? !/[.!]\s+\S/.test(text.trim()) : BACK_QUESTIONS.some(([, wording]) => wording.test(said)));

/** What a question back is about. */
export const readBackQuestion = (text: string): BackQuestion =>
  BACK_QUESTIONS.find(([, wording]) => wording.test(plain(text)))?.[0] ?? 'other';

/** The one or two words of a short answer that may be handed back in a question; null where there is nothing to hold on to. */
export function tellingWords(text: string): string | null {
  const words = wordsOf(text);
  const isTelling = words.some(word => !VAGUE.has(word.toLowerCase()));
  return words.length > 0 && words.length <= 3 && isTelling && text.trim().length <= 40 ? words.join(' ') : null;
}
