import type { Insight, Quote, StructuredAnswer } from '../../../../src/wire/analysis.ts';
import { rateValue } from '../../guides/rate-value.ts';
import type { FinishedInterview } from '../analyst.ts';
import { formatList } from '../language/format-list.ts';
import type { TextSpan } from '../language/sentences.ts';
import { countWords, tokenize } from '../language/tokens.ts';
import type { ClassifiedTurn } from '../quality/classify-turns.ts';
import { createQuote, isWorthQuoting, selectDistinctQuotes, splitIntoQuotableSpans } from '../quotes.ts';
import { extractNounPhrases, formatPhrase, type NounPhrase } from '../themes/phrases.ts';
import { extractTerms } from '../themes/terms.ts';
import { findRoleCue, hasRole, SENTENCE_ROLES, type SentenceRole } from './sentence-roles.ts';

const MOST_INSIGHTS = 7;
const MOST_QUOTES = 3;
/** Most quotes, and most sentences searched for subjects, in an insight about a value. */
const MOST_REASONS = 2;

/** A sentence that can support an insight. */
interface Evidence {
  turn: ClassifiedTurn;
  span: TextSpan;
  roles: Set<SentenceRole>;
}

/**
 * The insights of an interview: values with their reasons or with words that contradict them, and
 * what the respondent praises, criticises, wishes or compares. `turns` are the English turns.
 */
export function extractInsights(
  interview: FinishedInterview,
  turns: ClassifiedTurn[],
  answers: StructuredAnswer[],
): Insight[] {
  const evidence = collectEvidence(turns);
  const roleInsights = ROLE_SENTENCES.flatMap(sentence => buildRoleInsight(sentence, evidence) ?? []);
  const answerInsights = answers.flatMap(answer => buildAnswerInsight(answer, interview, evidence) ?? []);
  const insights = [...answerInsights.slice(0, MOST_INSIGHTS - roleInsights.length), ...roleInsights];
  return insights.length > 0 || evidence.length === 0 ? insights : [buildFallbackInsight(evidence)];
}

const collectEvidence = (turns: ClassifiedTurn[]): Evidence[] =>
  turns
    .filter(({ kind }) => kind === 'informative')
    .flatMap(turn =>
      splitIntoQuotableSpans(turn.message.content)
        .filter(isWorthQuoting)
        .map(span => ({ turn, span, roles: new Set(SENTENCE_ROLES.filter(role => hasRole(role, span.text))) })),
    );

const quoteEvidence = (evidence: Evidence[]): Quote[] =>
  selectDistinctQuotes(
    evidence.map(({ turn, span }) => createQuote(turn.message, span)),
    MOST_QUOTES,
  );

/** Long sentences, reasons and numbers make evidence strong. */
const weighEvidence = ({ span, roles }: Evidence) =>
  Math.min(30, countWords(span.text)) + (roles.has('reason') ? 8 : 0) + (/\d/.test(span.text) ? 4 : 0);
const sortByStrength = (evidence: Evidence[]) => [...evidence].sort((a, b) => weighEvidence(b) - weighEvidence(a));

const formatSubjects = (subjects: string[]) => formatList(subjects.map(subject => `“${subject}”`));

/** A value as the start of a sentence. `rating` says whether a scale's value is low or high. */
interface ValueDescription {
  text: string;
  rating: 'low' | 'high' | null;
}

function describeValue(answer: StructuredAnswer, interview: FinishedInterview): ValueDescription | null {
  const question = interview.guide.questions.find(({ id }) => id === answer.questionId);
  const { structuredValue: value } = answer;
  if (!question || value === null) return null;
  const topic = `“${question.topic}”`;
  if (question.type === 'scale' && typeof value === 'number') {
    const { min, max } = question.config;
    const text = `Rates ${topic} ${value} on a scale of ${min} to ${max}`;
    return { text, rating: rateValue(question.config, value) };
  }
  if (typeof value === 'boolean') return { text: `Says ${value ? 'yes' : 'no'} on ${topic}`, rating: null };
  if (question.type === 'ranking' && Array.isArray(value)) {
    return { text: `Puts “${value[0]}” first and “${value.at(-1)}” last on ${topic}`, rating: null };
  }
  const options = [value].flat().map(option => `“${option}”`);
  return { text: `Chooses ${options.join(', ')} on ${topic}`, rating: null };
}

/**
 * An insight about a value and the words with it: that they contradict a rating, or give a reason.
 * Null without words.
 */
function buildAnswerInsight(
  answer: StructuredAnswer,
  interview: FinishedInterview,
  allEvidence: Evidence[],
): Insight | null {
  const description = describeValue(answer, interview);
  const evidence = allEvidence.filter(({ turn }) => turn.question?.id === answer.questionId);
  if (!description || evidence.length === 0) return null;
  const { text, rating } = description;
  const problems = evidence.filter(({ roles }) => roles.has('problem'));
  const praise = evidence.filter(({ roles }) => roles.has('praise'));
  if (rating === 'high' && problems.length > 0 && praise.length === 0) {
    return { text: `${text}, and yet speaks of trouble there.`, quotes: quoteEvidence(sortByStrength(problems)) };
  }
  if (rating === 'low' && praise.length > 0 && problems.length === 0) {
    return {
      text: `${text}, although the words about it are favourable.`,
      quotes: quoteEvidence(sortByStrength(praise)),
    };
  }
  const reasons = evidence.filter(({ roles }) => roles.has('reason') || roles.has('problem') || roles.has('praise'));
  const strongest = sortByStrength(reasons.length > 0 ? reasons : evidence);
  const subjects = formatSubjects(findSubjects(strongest.slice(0, MOST_REASONS), 'reason'));
  const link = reasons.length > 0 ? 'with a reason' : 'and says more';
  return {
    text: `${text}, ${link}${subjects && `: ${subjects}`}.`,
    quotes: quoteEvidence(strongest).slice(0, MOST_REASONS),
  };
}

/** The sentence of an insight about a role, with and without subjects. */
interface RoleSentence {
  role: SentenceRole;
  withSubjects: (subjects: string) => string;
  withoutSubjects: string;
}

const ROLE_SENTENCES: readonly RoleSentence[] = [
  { role: 'praise', withSubjects: subjects => `Values ${subjects}.`, withoutSubjects: 'Says what is valued.' },
  {
    role: 'problem',
    withSubjects: subjects => `Has trouble with ${subjects}.`,
    withoutSubjects: 'Says what gets in the way.',
  },
  {
    role: 'wish',
    withSubjects: subjects => `Says what would make a difference: ${subjects}.`,
    withoutSubjects: 'Says what would make a difference.',
  },
  {
    role: 'alternative',
    withSubjects: subjects => `Compares it with alternatives: ${subjects}.`,
    withoutSubjects: 'Compares it with alternatives.',
  },
];

function buildRoleInsight({ role, withSubjects, withoutSubjects }: RoleSentence, evidence: Evidence[]): Insight | null {
  const isMixedPraise = (roles: Set<SentenceRole>) => role === 'praise' && roles.has('problem');
  const strongest = sortByStrength(evidence.filter(({ roles }) => roles.has(role) && !isMixedPraise(roles))).slice(
    0,
    MOST_QUOTES,
  );
  if (strongest.length === 0) return null;
  const subjects = findSubjects(strongest, role);
  return {
    text: subjects.length > 0 ? withSubjects(formatSubjects(subjects)) : withoutSubjects,
    quotes: quoteEvidence(strongest),
  };
}

/** An insight for interviews without any other: what the respondent said most about. */
function buildFallbackInsight(evidence: Evidence[]): Insight {
  const strongest = sortByStrength(evidence).slice(0, MOST_REASONS);
  const subjects = findSubjects(strongest, 'reason');
  return {
    text: subjects.length > 0 ? `Talks most about ${formatSubjects(subjects)}.` : 'Says most about this.',
    quotes: quoteEvidence(strongest),
  };
}

/**
 * The subject of each sentence, in the respondent's words: the best noun phrase near the cue for
 * this role.
 */
function findSubjects(evidence: Evidence[], role: SentenceRole): string[] {
  const subjects = evidence.flatMap(({ span }) => findSubject(span.text, role) ?? []);
  return [...new Set(subjects)].slice(0, MOST_QUOTES);
}

function findSubject(sentence: string, role: SentenceRole): string | null {
  const tokens = tokenize(sentence);
  const cue = findRoleCue(role, sentence);
  const weights = new Map(extractTerms(tokens).map(({ lemma, weight }) => [lemma, weight]));
  const score = (phrase: NounPhrase) => {
    const distance = Math.abs(phrase.tokens[0]!.start - cue);
    const weight = phrase.tokens.reduce((sum, { lemma }) => sum + (weights.get(lemma) ?? 0), 0);
    return weight / Math.sqrt(phrase.tokens.length) / (1 + distance / 25);
  };
  const [best] = extractNounPhrases(tokens).sort((a, b) => score(b) - score(a));
  return best ? formatPhrase(best.tokens) : null;
}
