import { isStructuredGuideQuestion } from '../../guides/guide.ts';
import { readAnswer } from '../answers/read-answer.ts';
import { measureGibberish } from '../language/gibberish.ts';
import { countWords } from '../language/tokens.ts';
import type { RespondentTurn } from '../respondent-turns.ts';
import { createCopyDetector, toComparableText } from './copied-text.ts';
import { looksPasted } from './pasted-text.ts';

/**
 * What a respondent's turn is worth to the analysis: `informative` text, only the `value` of a
 * structured question, a `refusal` (or "I don't know"), `gibberish`, a `copy` of an earlier turn or
 * of the question, or `pasted` text from somewhere else that answers nothing.
 */
export type TurnKind = 'informative' | 'value' | 'refusal' | 'gibberish' | 'copy' | 'pasted';

export interface ClassifiedTurn extends RespondentTurn {
  kind: TurnKind;
  wordCount: number;
}

/** From this share of gibberish on, the whole turn counts as gibberish. */
const GIBBERISH_SHARE = 0.6;
/**
 * Longest message beside a control's value, and longest free text, that counts as the value alone.
 * In words.
 */
const LONGEST_CONTROL_VALUE = 3;
const LONGEST_TYPED_VALUE = 4;

/** Refusals that a few more words may follow, as in "I don't know, sorry". */
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
/** Refusals only if they are the whole message. */
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

/** A "no" to "Anything else?" is a complete answer. */
const CLOSING_QUESTION = /\b(?:anything|something) (?:else|more|to add|that)\b|\blike to add\b|\bnoch etwas\b/i;
const NOTHING_MORE =
  /^\W*(?:no|nope|nah|nothing|none|nein|nichts|non|that'?s (?:it|all)|i think (?:that'?s|we) (?:it|all|covered it))\b.{0,40}$/i;

const BARE_NO = /^\W*(?:no|nope|nah|none)\W*$/i;

/** Classifies a turn by itself; copies and pasted text only show in comparison with other turns. */
function classifyAlone(respondentTurn: RespondentTurn, wordCount: number, language: string): TurnKind {
  const { message, question } = respondentTurn;
  if (isOnlyValue(respondentTurn, wordCount, language)) return 'value';
  const { content } = message;
  const isRefusal = REFUSAL.test(content);
  if (CLOSING_QUESTION.test(question?.text ?? '') && (isRefusal || NOTHING_MORE.test(content))) return 'value';
  if (isRefusal || (BARE_NO.test(content) && question?.type === 'open_ended')) return 'refusal';
  return measureGibberish(content, language) >= GIBBERISH_SHARE ? 'gibberish' : 'informative';
}

function isOnlyValue({ message, question, isFollowUp }: RespondentTurn, wordCount: number, language: string): boolean {
  if (!question || !isStructuredGuideQuestion(question)) return false;
  const { content, answer } = message;
  if (answer?.question_id === question.id && answer.value !== null) {
    if (wordCount <= LONGEST_CONTROL_VALUE) return true;
    if (toComparableText(content) === toComparableText([answer.value].flat().join(' '))) return true;
  }
  if (isFollowUp || wordCount > LONGEST_TYPED_VALUE) return false;
  return readAnswer(content, question, language).kind === 'value';
}

/**
 * Classifies the respondent's turns. `language` is the primary subtag of the language they are
 * written in.
 */
export function classifyTurns(respondentTurns: RespondentTurn[], language: string): ClassifiedTurn[] {
  const isCopy = createCopyDetector();
  const turns = respondentTurns.map((respondentTurn): ClassifiedTurn => {
    const { message, precedingTurn } = respondentTurn;
    const wordCount = countWords(message.content);
    const kind = classifyAlone(respondentTurn, wordCount, language);
    // Every turn is shown to the detector, because later turns may copy it.
    const isCopied = isCopy(message.content, precedingTurn?.content);
    return { ...respondentTurn, wordCount, kind: kind === 'informative' && isCopied ? 'copy' : kind };
  });
  const informative = turns.filter(({ kind }) => kind === 'informative');
  if (language !== 'en' || !looksPasted(informative)) return turns;
  return turns.map(turn => (turn.kind === 'informative' ? { ...turn, kind: 'pasted' } : turn));
}
