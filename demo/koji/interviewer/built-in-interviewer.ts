import { type Answer, isStructuredQuestion, validateAnswerValue } from '../../../src/interview/questions.ts';
import { readAnswer as readAnalysedAnswer } from '../analysis/answers/read-answer.ts';
import { countHedges } from '../analysis/answers/reading.ts';
import { type GuideQuestion, isStructuredGuideQuestion } from '../guides/guide.ts';
import { buildAskAgainText, buildFollowUpQuestion, buildQuestion } from './build-question.ts';
import { classifyCounterQuestion, classifyMessage, type MessageKind, stripFillers } from './classify-message.ts';
import { english } from './english.ts';
import { chooseFollowUp } from './follow-up.ts';
import type {
  Conversation,
  Interviewer,
  InterviewerReply,
  NextTurn,
  PastTurn,
  RespondentMessage,
} from './interviewer.ts';
import { getLanguagePack, type LanguagePack, type MessagePatterns, type Phrases } from './language-packs.ts';
import { readExactValue } from './read-exact-value.ts';
import { listRemainingQuestions } from './remaining-questions.ts';

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
    reply: (conversation, said) => reply(conversation, said, getLanguagePack(conversation.guide.locale)),
  };
}

function reply(
  { guide, turns, isConcluded }: Conversation,
  said: RespondentMessage,
  tongue: LanguagePack,
): InterviewerReply {
  const { phrases, patterns } = tongue;
  const last = turns.at(-1);
  const current = guide.questions.find(question => question.id === last?.guideQuestion);
  const speaker = createSpeaker(turns);
  if (isConcluded || !last || !current) {
    return { ...conclude(speaker.pick(phrases.afterConclusion)), answer: null };
  }

  const isFirstAsk = turns.filter(turn => turn.role === 'interviewer' && isSamePlace(turn, last)).length < ASK_LIMIT;
  const answer = said.answer ?? readAnswer(last, current, said.content, tongue, isFirstAsk);
  const value = answer?.value ?? null;
  const remark = value === null ? remarkOn(last, said.content, patterns) : 'rich';
  const unasked = listRemainingQuestions(guide, current, turns, said.content);
  const turnsLeft = TURN_LIMIT - turns.filter(turn => turn.role === 'respondent').length - 1;
  const hasTime = turnsLeft > unasked.length;

  const next = (): NextTurn => {
    if (remark === 'stop' || (remark === 'rude' && wasRude(turns, patterns))) return conclude(phrases.afterStop);
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
function remarkOn({ question }: PastTurn, content: string, wording: MessagePatterns): MessageKind {
  const remark = classifyMessage(content, wording);
  const isBareNo = question?.type !== 'yes_no' && wording.bareNo.test(stripFillers(content, wording));
  return isBareNo ? (isStructuredQuestion(question) ? 'refusal' : 'nothing') : remark;
}

const wasRude = (turns: PastTurn[], wording: MessagePatterns) =>
  turns.some(({ role, content }) => role === 'respondent' && classifyMessage(content, wording) === 'rude');

const placeOf = ({ guideQuestion, followUp }: PastTurn) => ({ guideQuestion, followUp });
const isSamePlace = (one: PastTurn, other: PastTurn) =>
  one.guideQuestion === other.guideQuestion && one.followUp === other.followUp;

const askQuestion = (asked: GuideQuestion, before: string): NextTurn => ({
  content: `${before} ${asked.text}`,
  question: buildQuestion(asked),
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
  tongue: LanguagePack,
  isFirstAsk: boolean,
): Answer | null {
  if (!isStructuredQuestion(question)) return null;
  const value = readExactValue(question, content, tongue.patterns) ?? understood(current, content, tongue, isFirstAsk);
  return value === null || validateAnswerValue(question, value) !== null ? null : { question_id: question.id, value };
}

/**
 * What the analyst reads from English words ("probably an eight", "price first, then support and speed"), where the value was
 * said outright, or an option of the respondent's own is welcome. What it only concludes is better asked once more.
 */
function understood(
  current: GuideQuestion,
  content: string,
  tongue: LanguagePack,
  isFirstAsk: boolean,
): Answer['value'] {
  if (
    tongue !== english ||
    !isStructuredGuideQuestion(current) ||
    classifyMessage(content, tongue.patterns) === 'question'
  )
    return null;
  const reading = readAnalysedAnswer(content, current);
  if (reading.kind !== 'value' || countHedges(content) > 1) return null;
  const isOwn = current.type === 'single_choice' && !current.config.options.includes(reading.value as string);
  return reading.exact || (isOwn && isFirstAsk && !/^\W*(?:it|that|this)(?:['’]?s| is| was)\b/i.test(content))
    ? reading.value
    : null;
}

/** How the open question is put once more; null where it shouldn't be. */
function askAgain(
  { question }: PastTurn,
  content: string,
  remark: MessageKind,
  isWithoutValue: boolean,
  { phrases, patterns }: LanguagePack,
) {
  if (!question || !isWithoutValue || ['refusal', 'unknowing', 'nothing', 'rude'].includes(remark)) return null;
  const again = buildAskAgainText(question, phrases);
  if (remark === 'question')
    return `${phrases.counterQuestionReplies[classifyCounterQuestion(content, patterns)]} ${again}`;
  if (remark === 'empty') return `${phrases.afterEmptyMessage} ${again}`;
  return isStructuredQuestion(question) ? again : null;
}

/** What is said before the next question, by what it follows. */
function acknowledgements(
  remark: MessageKind,
  { question }: PastTurn,
  isWithoutValue: boolean,
  phrases: Phrases,
): string[] {
  if (remark === 'unknowing') return phrases.afterDontKnow;
  if (remark === 'refusal') return phrases.afterRefusal;
  if (remark === 'rude') return phrases.afterAbuse;
  if (remark === 'nothing') return phrases.afterBareNo;
  const isUnanswered =
    remark === 'empty' || remark === 'question' || (isStructuredQuestion(question) && isWithoutValue);
  return isUnanswered ? phrases.afterNoAnswer : phrases.afterAnswer;
}

/** A value may have a story behind it, and a thin answer more to it; anything else is left alone. */
const wantsMore = (remark: MessageKind, hasValue: boolean) => hasValue || remark === 'thin';

function digDeeper(
  current: GuideQuestion,
  last: PastTurn,
  said: RespondentMessage,
  answer: Answer | null,
  turns: PastTurn[],
  tongue: LanguagePack,
) {
  const number = last.followUp + 1;
  // An unread answer to a structured question was already asked for twice.
  if (number > current.probing.maxFollowUps || (isStructuredQuestion(last.question) && !answer)) return null;
  const asked = new Set(turns.flatMap(turn => (turn.question ? [turn.question.text] : [])));
  const text = chooseFollowUp({
    question: current,
    value: answer?.value ?? null,
    content: said.content,
    asked,
    languagePack: tongue,
  });
  if (text === null) return null;
  const question = buildFollowUpQuestion(current, number, text);
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
