import type { Answer } from '../../../src/interview/questions.ts';
import type { Guide } from '../guides/guide.ts';
import type { Interviewer, NextTurn, PastTurn, RespondentMessage } from '../interviewer/interviewer.ts';

/** What a respondent says to a turn of the interviewer; null to say no more. */
export type ScriptedRespondent = (
  asked: NextTurn,
  count: number,
) => string | { content: string; answer: Answer } | null;

/** Plays an interview until it is concluded (or 60 messages, which would be too many). Gives all turns. */
export async function playInterview(interviewer: Interviewer, guide: Guide, respondent: ScriptedRespondent) {
  let asked = await interviewer.open(guide);
  const replies: NextTurn[] = [asked];
  const turns: PastTurn[] = [{ role: 'interviewer', answer: null, ...asked }];
  let count = 0;
  while (!asked.isConcluded && count < 60) {
    const words = respondent(asked, count);
    if (words === null) break;
    const said: RespondentMessage = typeof words === 'string' ? { content: words, answer: null } : words;
    const reply = await interviewer.reply({ guide, turns: [...turns], isConcluded: false }, said);
    const { guideQuestion, followUp } = asked;
    turns.push({
      role: 'respondent',
      content: said.content,
      question: null,
      answer: said.answer ?? reply.answer,
      guideQuestion,
      followUp,
    });
    turns.push({ role: 'interviewer', ...reply, answer: null });
    asked = reply;
    replies.push(reply);
    count++;
  }
  return { turns, replies, count, isConcluded: asked.isConcluded };
}
