import { formatList } from '../language/format-list.ts';
import type { Coverage } from './coverage.ts';
import type { Depth } from './depth.ts';
import type { Engagement } from './engagement.ts';

const formatCount = (count: number, singular: string, plural = `${singular}s`) =>
  `${count} ${count === 1 ? singular : plural}`;

function describeDepth({ score, wordsEach, details, kinds, questions }: Depth): string {
  if (questions === 0) return `Depth ${score.toFixed(1)}: nothing was said beyond the values of the controls.`;
  if (wordsEach === 0) return `Depth ${score.toFixed(1)}: none of the replies tells anything.`;
  const concrete =
    details > 0
      ? `${formatCount(details, 'concrete detail')} (${formatList(kinds)})`
      : 'no concrete details such as numbers, names or reasons';
  return `Depth ${score.toFixed(1)}: replies in words run to ${formatCount(Math.round(wordsEach), 'word')} on average and hold ${concrete}.`;
}

function describeCoverage({ score, questions, answered, barely, declined, missing }: Coverage): string {
  const parts = [`${answered} of ${formatCount(questions, 'question')} answered`];
  if (barely > 0) parts.push(`${barely} in a word or two`);
  if (declined > 0) parts.push(`${declined} asked without an answer`);
  const left =
    missing.length > 0
      ? `; nothing on ${formatList(missing.slice(0, 4).map(topic => `“${topic}”`))}${missing.length > 4 ? ' and others' : ''}`
      : '';
  return `Coverage ${score.toFixed(1)}: ${parts.join(', ')}${left}.`;
}

function describeEngagement({ score, turns, curt, refusals, copies, gibberish, pasted, isFading }: Engagement): string {
  const signs = [
    curt > 0 && `${formatCount(curt, 'reply', 'replies')} of one or two words`,
    refusals > 0 && `${formatCount(refusals, 'question')} declined`,
    copies > 0 && `${formatCount(copies, 'reply', 'replies')} copied from before`,
    gibberish > 0 && `${formatCount(gibberish, 'reply', 'replies')} without meaning`,
    pasted > 0 && `${formatCount(pasted, 'reply', 'replies')} that read like a text from elsewhere`,
    isFading && 'replies that get much shorter towards the end',
  ].filter(sign => sign !== false);
  const description =
    turns === 0
      ? 'no replies'
      : signs.length > 0
        ? `${formatCount(turns, 'reply', 'replies')}, among them ${formatList(signs)}`
        : `${formatCount(turns, 'reply', 'replies')}, none curt, declined or copied`;
  return `Engagement ${score.toFixed(1)}: ${description}.`;
}

const NOT_ENGLISH =
  'The replies are not in English: depth and engagement rest on length, variety and numbers, and no themes or insights were drawn from the wording.';

/** Explains the score in plain English sentences, with the numbers it rests on. */
export function writeRationale(
  score: number,
  depth: Depth,
  coverage: Coverage,
  engagement: Engagement,
  isEnglish: boolean,
): string {
  const parts = [
    `${score.toFixed(1)} of 5.`,
    describeDepth(depth),
    describeCoverage(coverage),
    describeEngagement(engagement),
  ];
  return [...parts, ...(isEnglish ? [] : [NOT_ENGLISH])].join(' ');
}
