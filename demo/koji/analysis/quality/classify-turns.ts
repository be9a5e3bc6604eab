import { isStructuredGuideQuestion } from '../../guides/guide.ts';
import { readAnswer } from '../answers/read-answer.ts';
import { measureGibberish } from '../language/gibberish.ts';
import { countWords } from '../language/tokens.ts';
import type { RespondentTurn } from '../respondent-turns.ts';
import { createCopyDetector, toComparableText } from './copied-text.ts';
import { looksPasted } from './pasted-text.ts';

/**
 * What a reply is worth looking at for: `words` tells something, `value` only gives a structured question its value,
 * `refusal` declines or does not know, `noise` is keys hit at random, `copy` repeats an earlier reply or the question,
 * `elsewhere` is text that reads as if it came from somewhere else and answers nothing.
 */
export type TurnKind = 'words' | 'value' | 'refusal' | 'noise' | 'copy' | 'elsewhere';

export interface ClassifiedTurn extends RespondentTurn {
  kind: TurnKind;
  words: number;
}

/** The part of a reply from which it is noise as a whole. */
const NOISE = 0.6;

/** Refusals that a few more words may follow ("I don't know, sorry"). */
const REFUSALS = [
  "(?:i )?(?:really |honestly |just )?(?:don't|do not|dont|didn't) (?:know|care|want to (?:say|answer|talk|tell|share)|feel like (?:it|answering)|have (?:an opinion|an answer|anything)|wanna(?: say)?)",
  'dunno',
  'idk',
  'no (?:idea|clue|comment|opinion|answer)',
  'none of your business',
  "(?:i'd )?rather not(?: say)?",
  'prefer not to',
  'who cares',
  'leave me alone',
  'why should i(?: tell you)?',
  '(?:fuck|piss|screw|sod) (?:off|you)',
  'shut up',
  'go away',
  "(?:you|this)(?:'re| are| is|'s) (?:just )?(?:a |an |so )?(?:stupid|dumb|useless|pathetic|idiots?)(?: (?:bot|machine|questions?|survey|interview))?",
  'stop asking',
  'can i go now',
  'not (?:saying|telling|answering)',
  "(?:i )?can't (?:think of (?:anything|any)|say|remember)",
  'weiß (?:ich )?nicht',
  'keine ahnung',
  'je ne sais pas',
  'non so',
  'weet (?:ik )?niet',
];
/** Refusals only where they are the whole reply. */
const BARE_REFUSALS = [
  'skip(?: (?:it|this|that|please|next))?',
  'pass',
  'next(?: (?:question|one|please))?',
  'n/?a',
  'whatever',
  'stop',
  'nothing(?: (?:really|to (?:say|add)|comes to mind|special|much))?',
  "(?:i am |i'm )?not sure",
  'no (?:reason|thoughts?)',
  'no s[eé]',
];
const REFUSAL = new RegExp(
  String.raw`^\W*(?:(?:${REFUSALS.join('|')})(?![\p{L}])[^.!?]{0,24}[.!?…]*|(?:${BARE_REFUSALS.join('|')}))\W*$`,
  'iu',
);

/** A no to "Anything else?" is a full answer. */
const CLOSING_QUESTION = /\b(?:anything|something) (?:else|more|to add|that)\b|\blike to add\b|\bnoch etwas\b/i;
const NOTHING_MORE =
  /^\W*(?:no|nope|nah|nothing|none|nein|nichts|non|that'?s (?:it|all)|i think (?:that'?s|we) (?:it|all|covered it))\b.{0,40}$/i;

const MINIMAL_OPEN = /^\W*(?:no|nope|nah|none)\W*$/i;

/** What a reply is by itself, its repetition aside. */
function kindOf({ turn, question, isFollowUp }: RespondentTurn, words: number, tongue: string): TurnKind {
  const { content, answer } = turn;
  const structured = question && isStructuredGuideQuestion(question) ? question : null;
  if (structured && answer?.question_id === structured.id && answer.value !== null) {
    if (words <= 3 || toComparableText(content) === toComparableText([answer.value].flat().join(' '))) return 'value';
  }
  if (structured && !isFollowUp && words <= 4 && readAnswer(content, structured, tongue).kind === 'value')
    return 'value';
  if (CLOSING_QUESTION.test(question?.text ?? '') && (REFUSAL.test(content) || NOTHING_MORE.test(content)))
    return 'value';
  if (REFUSAL.test(content) || (MINIMAL_OPEN.test(content) && question?.type === 'open_ended')) return 'refusal';
  return measureGibberish(content, tongue) >= NOISE ? 'noise' : 'words';
}

/** Looks at each reply in its place: what kind it is, and how long. `tongue` is the language the respondent writes in. */
export function classifyTurns(said: RespondentTurn[], tongue: string): ClassifiedTurn[] {
  const isCopy = createCopyDetector();
  const replies = said.map((one): ClassifiedTurn => {
    const words = countWords(one.turn.content);
    const kind = kindOf(one, words, tongue);
    const copied = isCopy(one.turn.content, one.precedingTurn?.content);
    return { ...one, words, kind: kind === 'words' && copied ? 'copy' : kind };
  });
  const told = replies.filter(({ kind }) => kind === 'words');
  const isElsewhere =
    tongue === 'en' && looksPasted(told.map(({ turn, words, question }) => ({ text: turn.content, words, question })));
  return isElsewhere
    ? replies.map(reply => (reply.kind === 'words' ? { ...reply, kind: 'elsewhere' } : reply))
    : replies;
}
