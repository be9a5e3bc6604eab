import * as v from 'valibot';
import { type Answer, isStructuredQuestion, validateAnswerValue } from '../../../../src/interview/questions.ts';
import type { GuideQuestion } from '../../guides/guide.ts';
import type { Log } from '../../log.ts';
import { describeErrorKind, type Model } from '../../model/model.ts';
import { buildFollowUpQuestion, buildQuestion } from '../build-question.ts';
import { createBuiltInInterviewer } from '../built-in-interviewer.ts';
import { classifyMessage } from '../classify-message.ts';
import type {
  Conversation,
  Interviewer,
  InterviewerReply,
  NextTurn,
  PastTurn,
  RespondentMessage,
} from '../interviewer.ts';
import { getLanguagePack } from '../language-packs.ts';
import { listRemainingQuestions } from '../remaining-questions.ts';
import { isValidAcknowledgement, isValidFollowUp } from './check-output.ts';
import { buildInstructions, buildMessages, type Move } from './prompt.ts';

/** Default of `ModelInterviewerOptions.timeout`. */
const DEFAULT_TIMEOUT = 8000;
const MAX_TOKENS = 400;
/** How often a question is asked at most. */
const ASK_LIMIT = 2;

export interface ModelInterviewerOptions {
  model: Model;
  /**
   * Longest time for a reply, in milliseconds; default 8000. After it, the built-in interviewer
   * replies.
   */
  timeout?: number | undefined;
  /** Gets one line per failed model call, without the respondent's words or the key. */
  log: Log;
}

/**
 * Creates an interviewer that uses a language model. The guide stays in charge: its questions come
 * word for word and in order, with as many follow-ups as it allows, and the interview ends when all
 * is asked or the respondent wants to stop. The model acknowledges, asks follow-ups, and reads
 * values from free text. Its output is checked before the respondent sees it. If the model fails,
 * is late or breaks a rule, the built-in interviewer's reply is used instead.
 */
export function createModelInterviewer({
  model,
  timeout = DEFAULT_TIMEOUT,
  log,
}: ModelInterviewerOptions): Interviewer {
  const builtIn = createBuiltInInterviewer();
  return {
    open: guide => builtIn.open(guide),
    async reply(conversation, message) {
      const builtInReply = await builtIn.reply(conversation, message);
      const context = findTurnContext(conversation, message);
      const kind = classifyMessage(message.content, getLanguagePack(conversation.guide.locale).patterns);
      // Ending the interview needs no model.
      if (!context || kind === 'stop' || (builtInReply.isConcluded && context.nextQuestion)) return builtInReply;
      try {
        const { guideQuestion } = context;
        const moves = listAllowedMoves(context, builtInReply, kind === 'refusal');
        const decision = await model.generate({
          instructions: buildInstructions(conversation.guide.locale, moves, guideQuestion),
          messages: buildMessages(conversation, guideQuestion, message),
          schema: createDecisionSchema(moves, guideQuestion),
          timeout,
          maxTokens: MAX_TOKENS,
        });
        return applyDecision(conversation, context, message, builtInReply, decision);
      } catch (error) {
        log(`The model failed to reply (${describeErrorKind(error)}); the built-in interviewer replied.`);
        return builtInReply;
      }
    },
  };
}

/** Where in the guide the conversation stands. */
interface TurnContext {
  /** The interviewer's turn that the message replies to. */
  lastTurn: PastTurn;
  /** The guide's question that the last turn belongs to. */
  guideQuestion: GuideQuestion;
  /** The guide's next question; undefined after the last one. */
  nextQuestion: GuideQuestion | undefined;
  /** How often the open question has been asked. */
  askCount: number;
}

function findTurnContext(
  { guide, turns, isConcluded }: Conversation,
  { content }: RespondentMessage,
): TurnContext | null {
  const lastTurn = turns.at(-1);
  const guideQuestion = guide.questions.find(({ id }) => id === lastTurn?.guideQuestion);
  if (isConcluded || !lastTurn || !guideQuestion) return null;
  const askCount = turns.filter(
    turn =>
      turn.role === 'interviewer' &&
      turn.guideQuestion === lastTurn.guideQuestion &&
      turn.followUp === lastTurn.followUp,
  ).length;
  const [nextQuestion] = listRemainingQuestions(guide, guideQuestion, turns, content);
  return { lastTurn, guideQuestion, nextQuestion, askCount };
}

/**
 * The moves the guide allows here. If the built-in interviewer concludes before the last question,
 * time is up.
 */
function listAllowedMoves(context: TurnContext, builtInReply: InterviewerReply, isRefusal: boolean): Move[] {
  const { lastTurn, guideQuestion, nextQuestion, askCount } = context;
  // A respondent who declines to answer is not pressed.
  if (isRefusal) return ['go_on'];
  const hasTime = !builtInReply.isConcluded || !nextQuestion;
  return [
    ...(hasTime && lastTurn.followUp < guideQuestion.probing.maxFollowUps ? (['follow_up'] as const) : []),
    ...(hasTime && askCount < ASK_LIMIT ? (['again'] as const) : []),
    'go_on',
  ];
}

const VALUE_SCHEMAS = {
  open_ended: v.null(),
  scale: v.nullable(v.number()),
  yes_no: v.nullable(v.boolean()),
  single_choice: v.nullable(v.string()),
  multiple_choice: v.nullable(v.array(v.string())),
  ranking: v.nullable(v.array(v.string())),
};

const createDecisionSchema = (moves: Move[], { type }: GuideQuestion) =>
  v.object({
    move: v.picklist(moves),
    say: v.string(),
    follow_up: v.nullable(v.string()),
    value: VALUE_SCHEMAS[type] as v.GenericSchema<Answer['value']>,
  });

type ModelDecision = v.InferOutput<ReturnType<typeof createDecisionSchema>>;

/** @throws {InvalidModelOutput} if the model's sentences or its move break a rule */
function applyDecision(
  conversation: Conversation,
  context: TurnContext,
  message: RespondentMessage,
  builtInReply: InterviewerReply,
  decision: ModelDecision,
): InterviewerReply {
  const acknowledgement = decision.say.trim();
  if (!isValidAcknowledgement(acknowledgement)) throw new InvalidModelOutput();
  const answer = message.answer ?? readModelAnswer(context.lastTurn, decision) ?? builtInReply.answer;
  const turn = createTurn(conversation, context, decision, answer);
  return { ...turn, content: acknowledgement ? `${acknowledgement} ${turn.content}` : turn.content, answer };
}

/** The next turn without its acknowledgement. */
function createTurn(
  { guide, turns }: Conversation,
  { lastTurn, guideQuestion, nextQuestion }: TurnContext,
  decision: ModelDecision,
  answer: Answer | null,
): NextTurn {
  if (decision.move === 'follow_up') {
    const text = decision.follow_up?.trim() ?? '';
    const askedTexts = turns.flatMap(({ question }) => question?.text ?? []);
    const guideTexts = guide.questions.map(question => question.text);
    if (!isValidFollowUp(text, [...askedTexts, ...guideTexts])) throw new InvalidModelOutput();
    const number = lastTurn.followUp + 1;
    const question = buildFollowUpQuestion(guideQuestion, number, text);
    return { content: text, question, guideQuestion: guideQuestion.id, followUp: number, isConcluded: false };
  }
  if (decision.move === 'again') {
    if (answer || !lastTurn.question) throw new InvalidModelOutput();
    const { question, guideQuestion: guideQuestionId, followUp } = lastTurn;
    return { content: question.text, question, guideQuestion: guideQuestionId, followUp, isConcluded: false };
  }
  if (!nextQuestion) {
    return { content: guide.closing, question: null, guideQuestion: null, followUp: 0, isConcluded: true };
  }
  const question = buildQuestion(nextQuestion);
  return { content: nextQuestion.text, question, guideQuestion: nextQuestion.id, followUp: 0, isConcluded: false };
}

/** The value the model read from the words, if it fits the open question. */
function readModelAnswer({ question }: PastTurn, { value }: ModelDecision): Answer | null {
  if (!isStructuredQuestion(question) || value === null || validateAnswerValue(question, value) !== null) return null;
  return { question_id: question.id, value };
}

class InvalidModelOutput extends Error {
  override name = 'InvalidModelOutput';
}
