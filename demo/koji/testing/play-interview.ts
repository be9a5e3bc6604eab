import type { Answer } from '../../../src/interview/questions.ts';
import type { Guide } from '../guides/guide.ts';
import type { Interviewer, NextTurn, PastTurn, RespondentMessage } from '../interviewer/interviewer.ts';

/**
 * Returns the respondent's message to a turn of the interviewer; null to send no more. `count` is
 * the number of messages so far.
 */
export type ScriptedRespondent = (turn: NextTurn, count: number) => string | { content: string; answer: Answer } | null;

/** More messages than any guide needs. */
const MAX_MESSAGES = 60;

/** Plays an interview with a scripted respondent until it is concluded, or for 60 messages. */
export async function playInterview(interviewer: Interviewer, guide: Guide, respondent: ScriptedRespondent) {
  let lastTurn = await interviewer.open(guide);
  const replies: NextTurn[] = [lastTurn];
  const turns: PastTurn[] = [{ role: 'interviewer', answer: null, ...lastTurn }];
  let count = 0;
  while (!lastTurn.isConcluded && count < MAX_MESSAGES) {
    const scripted = respondent(lastTurn, count);
    if (scripted === null) break;
    const message: RespondentMessage = typeof scripted === 'string' ? { content: scripted, answer: null } : scripted;
    const reply = await interviewer.reply({ guide, turns: [...turns], isConcluded: false }, message);
    const { guideQuestion, followUp } = lastTurn;
    turns.push({
      role: 'respondent',
      content: message.content,
      question: null,
      answer: message.answer ?? reply.answer,
      guideQuestion,
      followUp,
    });
    turns.push({ role: 'interviewer', ...reply, answer: null });
    lastTurn = reply;
    replies.push(reply);
    count++;
  }
  return { turns, replies, count, isConcluded: lastTurn.isConcluded };
}
