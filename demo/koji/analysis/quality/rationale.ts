import { formatList } from '../language/format-list.ts';
import type { Coverage } from './coverage.ts';
import type { Depth } from './depth.ts';
import type { Engagement } from './engagement.ts';

const many = (count: number, one: string, more = `${one}s`) => `${count} ${count === 1 ? one : more}`;

function aboutDepth({ score, wordsEach, details, kinds, questions }: Depth): string {
  if (questions === 0) return `Depth ${score.toFixed(1)}: nothing was said beyond the values of the controls.`;
  if (wordsEach === 0) return `Depth ${score.toFixed(1)}: none of the replies tells anything.`;
  const concrete =
    details > 0
      ? `${many(details, 'concrete detail')} (${formatList(kinds)})`
      : 'no concrete details such as numbers, names or reasons';
  return `Depth ${score.toFixed(1)}: replies in words run to ${many(Math.round(wordsEach), 'word')} on average and hold ${concrete}.`;
}

function aboutCoverage({ score, questions, answered, barely, declined, missing }: Coverage): string {
  const parts = [`${answered} of ${many(questions, 'question')} answered`];
  if (barely > 0) parts.push(`${barely} in a word or two`);
  if (declined > 0) parts.push(`${declined} asked without an answer`);
  const left =
    missing.length > 0
      ? `; nothing on ${formatList(missing.slice(0, 4).map(topic => `“${topic}”`))}${missing.length > 4 ? ' and others' : ''}`
      : '';
  return `Coverage ${score.toFixed(1)}: ${parts.join(', ')}${left}.`;
}

function aboutEngagement({ score, replies, curt, refusals, copies, noise, elsewhere, fading }: Engagement): string {
  const signs = [
    curt > 0 && `${many(curt, 'reply', 'replies')} of one or two words`,
    refusals > 0 && `${many(refusals, 'question')} declined`,
    copies > 0 && `${many(copies, 'reply', 'replies')} copied from before`,
    noise > 0 && `${many(noise, 'reply', 'replies')} without meaning`,
    elsewhere > 0 && `${many(elsewhere, 'reply', 'replies')} that read like a text from elsewhere`,
    fading && 'replies that get much shorter towards the end',
  ].filter(sign => sign !== false);
  const said =
    replies === 0
      ? 'no replies'
      : signs.length > 0
        ? `${many(replies, 'reply', 'replies')}, among them ${formatList(signs)}`
        : `${many(replies, 'reply', 'replies')}, none curt, declined or copied`;
  return `Engagement ${score.toFixed(1)}: ${said}.`;
}

const ELSEWHERE =
  'The replies are not in English: depth and engagement rest on length, variety and numbers, and no themes or insights were drawn from the wording.';

/** Says in plain sentences which numbers made the score. */
export function writeRationale(
  score: number,
  depth: Depth,
  coverage: Coverage,
  engagement: Engagement,
  isEnglish: boolean,
): string {
  const parts = [`${score.toFixed(1)} of 5.`, aboutDepth(depth), aboutCoverage(coverage), aboutEngagement(engagement)];
  return [...parts, ...(isEnglish ? [] : [ELSEWHERE])].join(' ');
}
