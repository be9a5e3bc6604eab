import { type Answer, isStructuredQuestion, validateAnswerValue } from '../../../src/interview/questions.ts';
import * as analyst from '../analysis/answers/read-answer.ts';
import { hedges } from '../analysis/answers/reading.ts';
import type { GuideQuestion } from '../guides/guide.ts';
import { againText, followUpQuestion, questionOfGuide } from './build-question.ts';
import { bareOf, type Remark, readBackQuestion, readRemark } from './classify-message.ts';
import { english } from './english.ts';
import { findFollowUp } from './follow-up.ts';
import type { Conversation, Interviewer, NextTurn, PastTurn, Reply, Said } from './interviewer.ts';
import { type Phrases, type Tongue, tongueOf, type Wording } from './language-packs.ts';
import { readValue } from './read-exact-value.ts';
import { stillToAsk } from './remaining-questions.ts';

/** A conversation ends after so many messages of the respondent, whatever is left to ask. */
const TURN_LIMIT = 40;
/** How often a question is put at most: once, and once more where the reply was no answer. */
const ASK_LIMIT = 2;

/**
 * Makes the interviewer that needs no model: it asks a guide's questions in order, digs deeper where an answer is thin and
 * the guide allows, takes a structured answer from the control or from plain words, and lets people off kindly.
 */
export function createBuiltInInterviewer(): Interviewer {
  return {
    open: guide => ({ ...askQuestion(guide.questions[0]!, guide.opening), isConcluded: false }),
    reply: (conversation, said) => reply(conversation, said, tongueOf(conversation.guide.locale)),
  };
}

function reply({ guide, turns, isConcluded }: Conversation, said: Said, tongue: Tongue): Reply {
  const { phrases, wording } = tongue;
  const last = turns.at(-1);
  const current = guide.questions.find(question => question.id === last?.guideQuestion);
  const speaker = createSpeaker(turns);
  if (isConcluded || !last || !current) {
    return { ...conclude(speaker.pick(phrases.afterwards)), answer: null };
  }

  const isFirstAsk = turns.filter(turn => turn.role === 'interviewer' && isSamePlace(turn, last)).length < ASK_LIMIT;
  const answer = said.answer ?? readAnswer(last, current, said.content, tongue, isFirstAsk);
  const value = answer?.value ?? null;
  const remark = value === null ? remarkOn(last, said.content, wording) : 'rich';
  const unasked = stillToAsk(guide, current, turns, said.content);
  const turnsLeft = TURN_LIMIT - turns.filter(turn => turn.role === 'respondent').length - 1;
  const hasTime = turnsLeft > unasked.length;

  const next = (): NextTurn => {
    if (remark === 'stop' || (remark === 'rude' && wasRude(turns, wording))) return conclude(phrases.stopped);
    if (hasTime && isFirstAsk) {
      const again = askAgain(last, said.content, remark, value === null, tongue);
      if (again) return { ...placeOf(last), content: again, question: last.question, isConcluded: false };
    }
    const opening = speaker.pick(acknowledgements(remark, last, value === null, phrases));
    const followUp =
      hasTime && wantsMore(remark, value !== null) ? digDeeper(current, last, said, answer, turns, tongue) : null;
    if (followUp) return { ...followUp, content: `${opening} ${followUp.question!.text}` };
    const question = unasked[0];
    return question && turnsLeft > 0 ? askQuestion(question, opening) : conclude(`${opening} ${guide.closing}`);
  };
  return { ...next(), answer };
}

/** What a reply amounts to where no value was read from it. A bare no declines what is no yes-or-no question, and to an open one says that there is nothing. */
function remarkOn({ question }: PastTurn, content: string, wording: Wording): Remark {
  const remark = readRemark(content, wording);
  const isBareNo = question?.type !== 'yes_no' && wording.bareNo.test(bareOf(content, wording));
  return isBareNo ? (isStructuredQuestion(question) ? 'refusal' : 'nothing') : remark;
}

const wasRude = (turns: PastTurn[], wording: Wording) =>
  turns.some(({ role, content }) => role === 'respondent' && readRemark(content, wording) === 'rude');

const placeOf = ({ guideQuestion, followUp }: PastTurn) => ({ guideQuestion, followUp });
const isSamePlace = (one: PastTurn, other: PastTurn) =>
  one.guideQuestion === other.guideQuestion && one.followUp === other.followUp;

const askQuestion = (asked: GuideQuestion, before: string): NextTurn => ({
  content: `${before} ${asked.text}`,
  question: questionOfGuide(asked),
  guideQuestion: asked.id,
  followUp: 0,
  isConcluded: false,
});

const conclude = (content: string): NextTurn => ({
  content,
  question: null,
  guideQuestion: null,
  followUp: 0,
  isConcluded: true,
});

/** The value of a structured question that was answered in words. */
function readAnswer(
  { question }: PastTurn,
  current: GuideQuestion,
  content: string,
  tongue: Tongue,
  isFirstAsk: boolean,
): Answer | null {
  if (!isStructuredQuestion(question)) return null;
  const value = readValue(question, content, tongue.wording) ?? understood(current, content, tongue, isFirstAsk);
  return value === null || validateAnswerValue(question, value) !== null ? null : { question_id: question.id, value };
}

/**
 * What the analyst reads from English words ("probably an eight", "price first, then support and speed"), where the value was
 * said outright, or an option of the respondent's own is welcome. What it only concludes is better asked once more.
 */
function understood(current: GuideQuestion, content: string, tongue: Tongue, isFirstAsk: boolean): Answer['value'] {
  if (
    tongue !== english ||
    !analyst.isStructuredQuestion(current) ||
    readRemark(content, tongue.wording) === 'question'
  )
    return null;
  const reading = analyst.readAnswer(content, current);
  if (reading.kind !== 'value' || hedges(content) > 1) return null;
  const isOwn = current.type === 'single_choice' && !current.config.options.includes(reading.value as string);
  return reading.exact || (isOwn && isFirstAsk && !/^\W*(?:it|that|this)(?:['’]?s| is| was)\b/i.test(content))
    ? reading.value
    : null;
}

/** How the open question is put once more; null where it shouldn't be. */
function askAgain(
  { question }: PastTurn,
  content: string,
  remark: Remark,
  isWithoutValue: boolean,
  { phrases, wording }: Tongue,
) {
  if (!question || !isWithoutValue || ['refusal', 'unknowing', 'nothing', 'rude'].includes(remark)) return null;
  const again = againText(question, phrases);
  if (remark === 'question') return `${phrases.answers[readBackQuestion(content, wording)]} ${again}`;
  if (remark === 'empty') return `${phrases.emptyAgain} ${again}`;
  return isStructuredQuestion(question) ? again : null;
}

/** What is said before the next question, by what it follows. */
function acknowledgements(remark: Remark, { question }: PastTurn, isWithoutValue: boolean, phrases: Phrases): string[] {
  if (remark === 'unknowing') return phrases.unknowing;
  if (remark === 'refusal') return phrases.declined;
  if (remark === 'rude') return phrases.rude;
  if (remark === 'nothing') return phrases.noted;
  const isUnanswered =
    remark === 'empty' || remark === 'question' || (isStructuredQuestion(question) && isWithoutValue);
  return isUnanswered ? phrases.onwards : phrases.thanks;
}

/** A value may have a story behind it, and a thin answer more to it; anything else is left alone. */
const wantsMore = (remark: Remark, hasValue: boolean) => hasValue || remark === 'thin';

function digDeeper(
  current: GuideQuestion,
  last: PastTurn,
  said: Said,
  answer: Answer | null,
  turns: PastTurn[],
  tongue: Tongue,
) {
  const number = last.followUp + 1;
  // An unread answer to a structured question was already asked for twice.
  if (number > current.probing.maxFollowUps || (isStructuredQuestion(last.question) && !answer)) return null;
  const asked = new Set(turns.flatMap(turn => (turn.question ? [turn.question.text] : [])));
  const text = findFollowUp({ question: current, value: answer?.value ?? null, content: said.content, asked, tongue });
  if (text === null) return null;
  const question = followUpQuestion(current, number, text);
  return { question, guideQuestion: current.id, followUp: number, isConcluded: false };
}

/** Picks from lists of sentences the first that wasn't said yet in this conversation; the lists begin anew when used up. */
function createSpeaker(turns: PastTurn[]) {
  const said = turns.filter(turn => turn.role === 'interviewer').map(turn => turn.content);
  return {
    pick(sentences: readonly string[]): string {
      const uses = sentences.map(sentence => said.filter(content => content.startsWith(sentence)).length);
      return sentences[uses.indexOf(Math.min(...uses))]!;
    },
  };
}
