import type { Insight, Quote, StructuredAnswer } from '../../../../src/wire/analysis.ts';
import type { FinishedInterview } from '../analyst.ts';
import { formatList } from '../language/format-list.ts';
import type { TextSpan } from '../language/sentences.ts';
import { countWords, tokenize } from '../language/tokens.ts';
import type { ClassifiedTurn } from '../quality/classify-turns.ts';
import { createQuote, isWorthQuoting, selectDistinctQuotes, splitIntoQuotableSpans } from '../quotes.ts';
import { extractNounPhrases, formatPhrase, type NounPhrase } from '../themes/phrases.ts';
import { extractTerms } from '../themes/terms.ts';
import { findRoleCue, hasRole, type SentenceRole } from './sentence-roles.ts';

const MOST = 7;
const QUOTES = 3;

/** A sentence that could carry an insight. */
interface Evidence {
  reply: ClassifiedTurn;
  stretch: TextSpan;
  roles: Set<SentenceRole>;
}

const ROLES: readonly SentenceRole[] = ['values', 'trouble', 'wish', 'reason', 'alternative'];

const evidenceIn = (replies: ClassifiedTurn[]): Evidence[] =>
  replies
    .filter(({ kind }) => kind === 'words')
    .flatMap(reply =>
      splitIntoQuotableSpans(reply.turn.content)
        .filter(isWorthQuoting)
        .map(stretch => ({ reply, stretch, roles: new Set(ROLES.filter(role => hasRole(role, stretch.text))) })),
    );

const quoted = (evidence: Evidence[]): Quote[] =>
  selectDistinctQuotes(
    evidence.map(({ reply, stretch }) => createQuote(reply.turn, stretch)),
    QUOTES,
  );

/** The sentences that tell most come first. */
const weight = ({ stretch, roles }: Evidence) =>
  Math.min(30, countWords(stretch.text)) + (roles.has('reason') ? 8 : 0) + (/\d/.test(stretch.text) ? 4 : 0);
const strongest = (evidence: Evidence[]) => [...evidence].sort((a, b) => weight(b) - weight(a));

/** What a typed value amounts to, as the end of a sentence about its topic. */
function verdictOn(
  answer: StructuredAnswer,
  interview: FinishedInterview,
): { text: string; mood: 'low' | 'high' | null } | null {
  const question = interview.guide.questions.find(({ id }) => id === answer.questionId);
  const { structuredValue: value } = answer;
  if (!question || value === null) return null;
  const topic = `“${question.topic}”`;
  if (question.type === 'scale' && typeof value === 'number') {
    const { min, max } = question.config;
    const place = (value - min) / (max - min);
    const mood = place <= 0.5 ? 'low' : place >= 0.75 ? 'high' : null;
    return { text: `Rates ${topic} ${value} on a scale of ${min} to ${max}`, mood };
  }
  if (typeof value === 'boolean') return { text: `Says ${value ? 'yes' : 'no'} on ${topic}`, mood: null };
  if (question.type === 'ranking' && Array.isArray(value))
    return { text: `Puts “${value[0]}” first and “${value.at(-1)}” last on ${topic}`, mood: null };
  const options = [value].flat().map(option => `“${option}”`);
  return { text: `Chooses ${options.join(', ')} on ${topic}`, mood: null };
}

/** A typed answer with the words that go with it; a rating against which the words speak is told as a contradiction. */
function aboutAnswers(interview: FinishedInterview, answers: StructuredAnswer[], evidence: Evidence[]): Insight[] {
  return answers.flatMap(answer => {
    const verdict = verdictOn(answer, interview);
    const own = evidence.filter(({ reply }) => reply.question?.id === answer.questionId);
    if (!verdict || own.length === 0) return [];
    const [troubled, pleased] = [
      own.filter(({ roles }) => roles.has('trouble')),
      own.filter(({ roles }) => roles.has('values')),
    ];
    if (verdict.mood === 'high' && troubled.length > 0 && pleased.length === 0) {
      return [{ text: `${verdict.text}, and yet speaks of trouble there.`, quotes: quoted(strongest(troubled)) }];
    }
    if (verdict.mood === 'low' && pleased.length > 0 && troubled.length === 0) {
      return [
        { text: `${verdict.text}, although the words about it are favourable.`, quotes: quoted(strongest(pleased)) },
      ];
    }
    const reasons = strongest(
      own.filter(({ roles }) => roles.has('reason') || roles.has('trouble') || roles.has('values')),
    );
    const given = reasons.length > 0 ? reasons : strongest(own);
    const quotes = quoted(given).slice(0, 2);
    const subjects = formatList(subjectsOf(given.slice(0, 2), 'reason').map(subject => `“${subject}”`));
    const link = reasons.length > 0 ? 'with a reason' : 'and says more';
    return [{ text: `${verdict.text}, ${link}${subjects && `: ${subjects}`}.`, quotes }];
  });
}

const SAYINGS: readonly { role: SentenceRole; about: (subjects: string) => string; bare: string }[] = [
  { role: 'values', about: subjects => `Values ${subjects}.`, bare: 'Says what is valued.' },
  { role: 'trouble', about: subjects => `Meets trouble around ${subjects}.`, bare: 'Says what gets in the way.' },
  {
    role: 'wish',
    about: subjects => `Says what would make a difference, around ${subjects}.`,
    bare: 'Says what would make a difference.',
  },
  {
    role: 'alternative',
    about: subjects => `Compares it with other ways, around ${subjects}.`,
    bare: 'Compares it with other ways.',
  },
];

/** What sentences are about, in the respondent's own words: the phrase nearest to what gives each its role. */
function subjectsOf(evidence: Evidence[], role: SentenceRole): string[] {
  const subjects = evidence.flatMap(({ stretch }) => {
    const words = tokenize(stretch.text);
    const cue = findRoleCue(role, stretch.text);
    const weights = new Map(extractTerms(words).map(({ lemma, weight }) => [lemma, weight]));
    const worth = (phrase: NounPhrase) => {
      const first = phrase.words[0]!;
      const told =
        phrase.words.reduce((sum, { lemma }) => sum + (weights.get(lemma) ?? 0), 0) / Math.sqrt(phrase.words.length);
      return told / (1 + Math.abs(first.start - cue) / 25);
    };
    const [best] = extractNounPhrases(words).sort((a, b) => worth(b) - worth(a));
    return best ? [formatPhrase(best.words)] : [];
  });
  return [...new Set(subjects)].slice(0, QUOTES);
}

/** What the team should know: values with their reasons, contradictions, what is valued, in the way, wished for. */
export function extractInsights(
  interview: FinishedInterview,
  replies: ClassifiedTurn[],
  answers: StructuredAnswer[],
): Insight[] {
  const evidence = evidenceIn(replies);
  const spoken = SAYINGS.flatMap(({ role, about, bare }) => {
    const own = strongest(
      evidence.filter(({ roles }) => roles.has(role) && !(role === 'values' && roles.has('trouble'))),
    ).slice(0, QUOTES);
    const subjects = subjectsOf(own, role);
    if (own.length === 0) return [];
    return [
      {
        text: subjects.length > 0 ? about(formatList(subjects.map(subject => `“${subject}”`))) : bare,
        quotes: quoted(own),
      },
    ];
  });
  const told = [...aboutAnswers(interview, answers, evidence).slice(0, MOST - spoken.length), ...spoken];
  if (told.length > 0 || evidence.length === 0) return told;
  const most = strongest(evidence).slice(0, 2);
  const subjects = subjectsOf(most, 'reason');
  return [
    {
      text:
        subjects.length > 0
          ? `Dwells on ${formatList(subjects.map(subject => `“${subject}”`))}.`
          : 'Says this at most length.',
      quotes: quoted(most),
    },
  ];
}
