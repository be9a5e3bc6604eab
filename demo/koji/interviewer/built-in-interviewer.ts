import { type Answer, isStructuredQuestion, validateAnswerValue } from '../../../src/interview/questions.ts';
import { countHedges } from '../analysis/answers/hedges.ts';
import { readAnswer } from '../analysis/answers/read-answer.ts';
import { type Guide, type GuideQuestion, isStructuredGuideQuestion } from '../guides/guide.ts';
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
import type { LanguagePack, MessagePatterns } from './language-pack.ts';
import { getLanguagePack } from './language-packs.ts';
import { readExactValue } from './read-exact-value.ts';
import { listRemainingQuestions } from './remaining-questions.ts';

/** The interview ends after this many messages of the respondent, even with questions left. */
const MESSAGE_LIMIT = 40;
/** How often a question is asked at most. */
const ASK_LIMIT = 2;

/**
 * Creates the interviewer that needs no model. It asks a guide's questions in order, asks
 * follow-ups to thin answers as far as the guide allows, takes a structured answer from the control
 * or from plain words, and accepts a refusal.
 */
export function createBuiltInInterviewer(): Interviewer {
  return {
    open: guide => ({ ...askGuideQuestion(guide.questions[0]!, guide.opening), isConcluded: false }),
    reply: (conversation, message) => reply(conversation, message, getLanguagePack(conversation.guide.locale)),
  };
}

/** What the next turn depends on. */
interface TurnContext {
  guide: Guide;
  turns: PastTurn[];
  /** The interviewer's turn that the message replies to. */
  lastTurn: PastTurn;
  /** The guide's question that the last turn belongs to. */
  guideQuestion: GuideQuestion;
  message: RespondentMessage;
  answer: Answer | null;
  kind: MessageKind;
  /** Whether the open question has been asked only once. */
  isFirstAsk: boolean;
  languagePack: LanguagePack;
}

function reply(conversation: Conversation, message: RespondentMessage, languagePack: LanguagePack): InterviewerReply {
  const { guide, turns, isConcluded } = conversation;
  const lastTurn = turns.at(-1);
  const guideQuestion = guide.questions.find(({ id }) => id === lastTurn?.guideQuestion);
  if (isConcluded || !lastTurn || !guideQuestion) {
    return { ...conclude(pickPhrase(languagePack.phrases.afterConclusion, turns)), answer: null };
  }
  const isFirstAsk = countAsks(turns, lastTurn) < ASK_LIMIT;
  const answer =
    message.answer ?? readAnswerFromWords(lastTurn, guideQuestion, message.content, languagePack, isFirstAsk);
  const kind = hasValue(answer) ? 'rich' : classifyReply(lastTurn, message.content, languagePack.patterns);
  const context = { guide, turns, lastTurn, guideQuestion, message, answer, kind, isFirstAsk, languagePack };
  return { ...chooseNextTurn(context), answer };
}

function chooseNextTurn(context: TurnContext): NextTurn {
  const { guide, turns, lastTurn, guideQuestion, message, kind, languagePack } = context;
  const { phrases, patterns } = languagePack;
  if (kind === 'stop' || (kind === 'abuse' && wasAbusive(turns, patterns))) return conclude(phrases.afterStop);

  const remaining = listRemainingQuestions(guide, guideQuestion, turns, message.content);
  const messagesLeft = MESSAGE_LIMIT - turns.filter(({ role }) => role === 'respondent').length - 1;
  const hasTime = messagesLeft > remaining.length;
  const again = hasTime ? chooseAskAgainText(context) : null;
  if (again) return { ...getPlaceInGuide(lastTurn), content: again, question: lastTurn.question, isConcluded: false };

  const acknowledgement = pickPhrase(listAcknowledgements(context), turns);
  const followUp = hasTime ? chooseFollowUpQuestion(context) : null;
  if (followUp) {
    return {
      content: `${acknowledgement} ${followUp.text}`,
      question: followUp,
      guideQuestion: guideQuestion.id,
      followUp: lastTurn.followUp + 1,
      isConcluded: false,
    };
  }
  const [nextQuestion] = remaining;
  return nextQuestion && messagesLeft > 0
    ? askGuideQuestion(nextQuestion, acknowledgement)
    : conclude(`${acknowledgement} ${guide.closing}`);
}

const hasValue = (answer: Answer | null) => (answer?.value ?? null) !== null;

/**
 * What a message without a value amounts to. A bare no is an answer only to a yes/no question; it
 * declines any other structured question, and says "nothing" to an open one.
 */
function classifyReply({ question }: PastTurn, content: string, patterns: MessagePatterns): MessageKind {
  const isBareNo = question?.type !== 'yes_no' && patterns.bareNo.test(stripFillers(content, patterns));
  if (isBareNo) return isStructuredQuestion(question) ? 'refusal' : 'nothing_to_say';
  return classifyMessage(content, patterns);
}

const wasAbusive = (turns: PastTurn[], patterns: MessagePatterns) =>
  turns.some(({ role, content }) => role === 'respondent' && classifyMessage(content, patterns) === 'abuse');

const getPlaceInGuide = ({ guideQuestion, followUp }: PastTurn) => ({ guideQuestion, followUp });

/** How often the question of a turn has been asked. */
const countAsks = (turns: PastTurn[], { guideQuestion, followUp }: PastTurn) =>
  turns.filter(
    turn => turn.role === 'interviewer' && turn.guideQuestion === guideQuestion && turn.followUp === followUp,
  ).length;

const askGuideQuestion = (guideQuestion: GuideQuestion, before: string): NextTurn => ({
  content: `${before} ${guideQuestion.text}`,
  question: buildQuestion(guideQuestion),
  guideQuestion: guideQuestion.id,
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
function readAnswerFromWords(
  { question }: PastTurn,
  guideQuestion: GuideQuestion,
  content: string,
  languagePack: LanguagePack,
  isFirstAsk: boolean,
): Answer | null {
  if (!isStructuredQuestion(question)) return null;
  const value =
    readExactValue(question, content, languagePack.patterns) ??
    readFreeWording(guideQuestion, content, languagePack, isFirstAsk);
  if (value === null || validateAnswerValue(question, value) !== null) return null;
  return { question_id: question.id, value };
}

/** "It is Deputy" may say something about an option instead of naming one. */
const STARTS_WITH_IT = /^\W*(?:it|that|this)(?:['’]?s| is| was)\b/i;

/**
 * The value that the analyst reads from English words, such as "probably an eight" or "price first,
 * then support and speed". It counts if it is stated outright, or is an option of the respondent's
 * own. A value that the analyst only infers is better asked for again.
 */
function readFreeWording(
  guideQuestion: GuideQuestion,
  content: string,
  languagePack: LanguagePack,
  isFirstAsk: boolean,
): Answer['value'] {
  if (languagePack !== english || !isStructuredGuideQuestion(guideQuestion)) return null;
  if (classifyMessage(content, languagePack.patterns) === 'counter_question') return null;
  const reading = readAnswer(content, guideQuestion);
  if (reading.kind !== 'value' || countHedges(content) > 1) return null;
  if (reading.exact) return reading.value;
  const isOwnOption =
    guideQuestion.type === 'single_choice' && !guideQuestion.config.options.includes(reading.value as string);
  return isOwnOption && isFirstAsk && !STARTS_WITH_IT.test(content) ? reading.value : null;
}

const KINDS_NOT_ASKED_AGAIN: readonly MessageKind[] = ['refusal', 'dont_know', 'nothing_to_say', 'abuse'];

/** The text that asks the open question again; null if it should not be asked again. */
function chooseAskAgainText({ lastTurn, message, answer, kind, isFirstAsk, languagePack }: TurnContext): string | null {
  const { phrases, patterns } = languagePack;
  const { question } = lastTurn;
  if (!isFirstAsk || !question || hasValue(answer) || KINDS_NOT_ASKED_AGAIN.includes(kind)) return null;
  const again = buildAskAgainText(question, phrases);
  if (kind === 'counter_question') {
    return `${phrases.counterQuestionReplies[classifyCounterQuestion(message.content, patterns)]} ${again}`;
  }
  if (kind === 'empty') return `${phrases.afterEmptyMessage} ${again}`;
  return isStructuredQuestion(question) ? again : null;
}

/** The sentences that may precede the next question. */
function listAcknowledgements({ kind, lastTurn, answer, languagePack: { phrases } }: TurnContext): string[] {
  if (kind === 'dont_know') return phrases.afterDontKnow;
  if (kind === 'refusal') return phrases.afterRefusal;
  if (kind === 'abuse') return phrases.afterAbuse;
  if (kind === 'nothing_to_say') return phrases.afterBareNo;
  const isUnanswered =
    kind === 'empty' || kind === 'counter_question' || (isStructuredQuestion(lastTurn.question) && !hasValue(answer));
  return isUnanswered ? phrases.afterNoAnswer : phrases.afterAnswer;
}

/**
 * A follow-up question to a value or to a thin answer; null if none fits or the guide allows no
 * more.
 */
function chooseFollowUpQuestion(context: TurnContext) {
  const { turns, lastTurn, guideQuestion, message, answer, kind, languagePack } = context;
  if (!hasValue(answer) && kind !== 'thin') return null;
  const number = lastTurn.followUp + 1;
  // A structured question without an answer has been asked twice already.
  const isUnanswered = isStructuredQuestion(lastTurn.question) && !answer;
  if (number > guideQuestion.probing.maxFollowUps || isUnanswered) return null;
  const text = chooseFollowUp({
    guideQuestion,
    value: answer?.value ?? null,
    content: message.content,
    askedTexts: new Set(turns.flatMap(({ question }) => (question ? [question.text] : []))),
    languagePack,
  });
  return text === null ? null : buildFollowUpQuestion(guideQuestion, number, text);
}

/** The first of these sentences that was used least in this conversation. */
function pickPhrase(sentences: readonly string[], turns: PastTurn[]): string {
  const spoken = turns.filter(({ role }) => role === 'interviewer').map(({ content }) => content);
  const uses = sentences.map(sentence => spoken.filter(content => content.startsWith(sentence)).length);
  return sentences[uses.indexOf(Math.min(...uses))]!;
}
