import * as v from 'valibot';
import { type Answer, isStructuredQuestion, validateAnswerValue } from '../../../../src/interview/questions.ts';
import type { Log } from '../../api/refuse.ts';
import type { GuideQuestion } from '../../guides/guide.ts';
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

/** How long a respondent is made to wait for a model, by default, in milliseconds. */
const TIMEOUT = 8000;
const MAX_TOKENS = 400;
/** A question is put once more at most. */
const ASK_LIMIT = 2;

export interface ModelInterviewerOptions {
  model: Model;
  /** The longest that a reply may take, in milliseconds, default 8000. After that the built-in interviewer replies. */
  timeout?: number | undefined;
  log: Log;
}

/**
 * Makes an interviewer that listens and speaks with the help of a language model. The guide stays in charge: its questions
 * come word for word and in their order, as many follow-ups as it allows, and the end when all is asked or the respondent
 * wants it. What the model does is acknowledge, dig deeper, and read values from plain words. What it says is checked before
 * anybody sees it; where it fails, is late or says what it must not, the built-in interviewer's reply stands.
 */
export function createModelInterviewer({ model, timeout = TIMEOUT, log }: ModelInterviewerOptions): Interviewer {
  const builtIn = createBuiltInInterviewer();
  return {
    open: guide => builtIn.open(guide),
    async reply(conversation, said) {
      const without = await builtIn.reply(conversation, said);
      const place = placeOf(conversation, said);
      const remark = classifyMessage(said.content, getLanguagePack(conversation.guide.locale).patterns);
      // The end, and a respondent who wants it, need no model.
      if (!place || remark === 'stop' || (without.isConcluded && place.next)) return without;
      try {
        const { question } = place;
        const moves = movesAt(place, without, remark === 'refusal');
        const thought = await model.generate({
          instructions: buildInstructions(conversation.guide.locale, moves, question),
          messages: buildMessages(conversation, question, said),
          schema: thoughtSchema(moves, question),
          timeout,
          maxTokens: MAX_TOKENS,
        });
        return speak(conversation, place, said, without, thought);
      } catch (error) {
        log(`The model did not lead this turn (${describeErrorKind(error)}): the built-in interviewer did.`);
        return without;
      }
    },
  };
}

interface Place {
  last: PastTurn;
  question: GuideQuestion;
  /** The guide's next question; undefined after the last one. */
  next: GuideQuestion | undefined;
  /** How often the open question has been put. */
  asked: number;
}

function placeOf({ guide, turns, isConcluded }: Conversation, { content }: RespondentMessage): Place | null {
  const last = turns.at(-1);
  const at = guide.questions.findIndex(({ id }) => id === last?.guideQuestion);
  if (isConcluded || !last || at < 0) return null;
  const asked = turns.filter(
    ({ role, guideQuestion, followUp }) =>
      role === 'interviewer' && guideQuestion === last.guideQuestion && followUp === last.followUp,
  ).length;
  const question = guide.questions[at]!;
  return { last, question, next: listRemainingQuestions(guide, question, turns, content)[0], asked };
}

/** What the guide leaves open here; the built-in interviewer knows whether there is time for more. */
function movesAt({ last, question, next, asked }: Place, without: InterviewerReply, isRefusal: boolean): Move[] {
  // Nobody is pressed who would rather not say.
  if (isRefusal) return ['go_on'];
  const isInTime = !without.isConcluded || !next;
  return [
    ...(isInTime && last.followUp < question.probing.maxFollowUps ? (['follow_up'] as const) : []),
    ...(isInTime && asked < ASK_LIMIT ? (['again'] as const) : []),
    'go_on',
  ];
}

const VALUES = {
  open_ended: v.null(),
  scale: v.nullable(v.number()),
  yes_no: v.nullable(v.boolean()),
  single_choice: v.nullable(v.string()),
  multiple_choice: v.nullable(v.array(v.string())),
  ranking: v.nullable(v.array(v.string())),
};

const thoughtSchema = (moves: Move[], { type }: GuideQuestion) =>
  v.object({
    move: v.picklist(moves),
    say: v.string(),
    follow_up: v.nullable(v.string()),
    value: VALUES[type] as v.GenericSchema<Answer['value']>,
  });

type Thought = v.InferOutput<ReturnType<typeof thoughtSchema>>;

/** @throws ModelMisspoke where it says what it must not */
function speak(
  { guide, turns }: Conversation,
  place: Place,
  said: RespondentMessage,
  without: InterviewerReply,
  thought: Thought,
): InterviewerReply {
  const { last, question, next } = place;
  const say = thought.say.trim();
  if (!isValidAcknowledgement(say)) throw new ModelMisspoke();
  const put = (text: string) => (say ? `${say} ${text}` : text);
  const answer = said.answer ?? readingOf(last, thought) ?? without.answer;

  const turn = (): NextTurn => {
    if (thought.move === 'follow_up') {
      const text = thought.follow_up?.trim() ?? '';
      const known = [
        ...turns.flatMap(({ question: asked }) => asked?.text ?? []),
        ...guide.questions.map(({ text: own }) => own),
      ];
      if (!isValidFollowUp(text, known)) throw new ModelMisspoke();
      const number = last.followUp + 1;
      const asked = buildFollowUpQuestion(question, number, text);
      return { content: put(text), question: asked, guideQuestion: question.id, followUp: number, isConcluded: false };
    }
    if (thought.move === 'again') {
      if (answer || !last.question) throw new ModelMisspoke();
      const { guideQuestion, followUp } = last;
      return { content: put(last.question.text), question: last.question, guideQuestion, followUp, isConcluded: false };
    }
    if (!next)
      return { content: put(guide.closing), question: null, guideQuestion: null, followUp: 0, isConcluded: true };
    return {
      content: put(next.text),
      question: buildQuestion(next),
      guideQuestion: next.id,
      followUp: 0,
      isConcluded: false,
    };
  };
  return { ...turn(), answer };
}

/** What the model has read from the words, where it can be an answer to the open question. */
function readingOf({ question }: PastTurn, { value }: Thought): Answer | null {
  if (!isStructuredQuestion(question) || value === null || validateAnswerValue(question, value) !== null) return null;
  return { question_id: question.id, value };
}

class ModelMisspoke extends Error {
  override name = 'ModelMisspoke';
}
