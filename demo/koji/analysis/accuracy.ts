import { readFileSync } from 'node:fs';
import type { Analysis, Quote } from '../../../src/wire/analysis.ts';
import type { Guide, GuideQuestion, StructuredGuideQuestion } from '../guides/guide.ts';
import { mergeThemes } from '../studies/merge-themes.ts';
import type { FinishedInterview, TranscriptTurn } from './analyst.ts';
import { readAnswer } from './answers/read-answer.ts';
import { createBuiltInAnalyst } from './built-in-analyst.ts';
import { stemWord } from './language/stem.ts';

interface UtteranceFile {
  questions: { type: string; text: string; config?: object; utterances: [text: string, value: unknown][] }[];
}

interface InterviewFile {
  interviews: LabelledInterview[];
}

/** An interview with the themes planted in it: per theme the words that mark it, per reply the themes it holds. */
export interface LabelledInterview {
  name: string;
  themes: Record<string, string[]>;
  exchange: { topic: string; ask: string; say: string; themes: string[] }[];
}

interface TripleFile {
  triples: Triple[];
}

/** Three respondents to one guide; an ask with a number is a scale of 0 to 10 answered by its control. */
interface Triple {
  name: string;
  asks: [topic: string, text: string, value?: number][];
  rich: string[];
  terse: string[];
  gibberish: string[];
}

export interface ExtractionFigures {
  utterances: number;
  /** Shares from 0 to 1. */
  right: number;
  wrongNotNull: number;
  mistakes: { type: string; text: string; wanted: unknown; got: unknown }[];
}

export interface ThemeFigures {
  interviews: number;
  planted: number;
  found: number;
  /** Shares from 0 to 1: planted themes that were found, and found themes that were planted; a theme found twice counts as wrong once. */
  recall: number;
  precision: number;
  /** Share of all quotes that stand word for word in the message they name. */
  verbatim: number;
}

/** The labelled sets of utterances, and which of them the analyst was never tuned on. */
export const UTTERANCE_SETS = {
  first: { file: 'utterances', isHeldOut: false },
  second: { file: 'utterances-held-out', isHeldOut: true },
  third: { file: 'utterances-third', isHeldOut: false },
  fourth: { file: 'utterances-fourth', isHeldOut: false },
  fifth: { file: 'utterances-fifth', isHeldOut: false },
  sixth: { file: 'utterances-sixth', isHeldOut: false },
  seventh: { file: 'utterances-seventh', isHeldOut: false },
} as const;
/** The labelled sets of interviews, likewise. */
export const INTERVIEW_SETS = {
  first: { file: 'interviews', isHeldOut: false },
  second: { file: 'interviews-held-out', isHeldOut: true },
  third: { file: 'interviews-third', isHeldOut: false },
  fourth: { file: 'interviews-fourth', isHeldOut: true },
  fifth: { file: 'interviews-fifth', isHeldOut: true },
} as const;

/** What the built-in analyst gets right on material of our own, set by set. */
export interface AccuracyReport {
  extraction: Record<keyof typeof UTTERANCE_SETS, ExtractionFigures>;
  themes: Record<keyof typeof INTERVIEW_SETS, ThemeFigures>;
  triples: { count: number; rankedRight: number; mistakes: string[] };
  joined: JoiningFigures;
}

/** How names of themes from different interviews are joined, counted in pairs of names. */
export interface JoiningFigures {
  names: number;
  /** Shares from 0 to 1: pairs that mean the same and were joined, and joined pairs that mean the same. */
  recall: number;
  precision: number;
  /** Joined pairs that mean different things. */
  mistakes: string[];
}

const material = <Content>(name: string) =>
  JSON.parse(readFileSync(new URL(`material/${name}.json`, import.meta.url), 'utf8')) as Content;

function measureExtraction({ questions }: UtteranceFile): ExtractionFigures {
  const mistakes: ExtractionFigures['mistakes'] = [];
  let utterances = 0;
  for (const { utterances: list, ...question } of questions) {
    for (const [text, wanted] of list) {
      utterances++;
      const reading = readAnswer(text, { id: 'q', topic: 'topic', ...question } as unknown as StructuredGuideQuestion);
      const got = reading.kind === 'value' ? reading.value : null;
      if (JSON.stringify(got) !== JSON.stringify(wanted)) mistakes.push({ type: question.type, text, wanted, got });
    }
  }
  const wrong = mistakes.filter(({ got }) => got !== null).length;
  return { utterances, right: 1 - mistakes.length / utterances, wrongNotNull: wrong / utterances, mistakes };
}

interface Exchange {
  question: GuideQuestion;
  followUp: number;
  ask: string;
  say: string;
  value?: number;
}

/** A finished interview in English made of asks and replies. */
function interviewOf(name: string, exchanges: Exchange[]): FinishedInterview {
  const questions = [...new Map(exchanges.map(({ question }) => [question.id, question])).values()];
  const guide: Guide = {
    id: 'made_up',
    title: name,
    locale: 'en',
    opening: 'Hello.',
    closing: 'Thank you.',
    questions,
  };
  const turns = exchanges.flatMap(({ question, followUp, ask, say, value }, at): TranscriptTurn[] => {
    const common = { created_at: '2026-01-01T10:00:00.000Z', guideQuestion: question.id, followUp };
    return [
      { ...common, message_id: `ask-${at}`, role: 'interviewer', content: ask },
      {
        ...common,
        message_id: `say-${at}`,
        role: 'respondent',
        content: say,
        ...(value !== undefined && { answer: { question_id: question.id, value } }),
      },
    ];
  });
  return { interview_id: name, guide, locale: 'en', reason: 'natural', turns };
}

const openQuestion = (topic: string, text: string): GuideQuestion => ({
  id: topic.toLowerCase().replace(/[^a-z0-9]+/g, '_'),
  text,
  topic,
  type: 'open_ended',
  probing: { maxFollowUps: 1, prompts: [] },
});

/** A labelled interview as the analyst gets it: asks of one topic stand under one question. */
export function toFinishedInterview({ name, exchange }: LabelledInterview): FinishedInterview {
  const questions = new Map<string, GuideQuestion>();
  const counts = new Map<string, number>();
  return interviewOf(
    name,
    exchange.map(({ topic, ask, say }) => {
      const followUp = counts.get(topic) ?? 0;
      counts.set(topic, followUp + 1);
      const question = questions.get(topic) ?? openQuestion(topic, ask);
      questions.set(topic, question);
      return { question, followUp, ask, say };
    }),
  );
}

const scaleQuestion = (topic: string, text: string): GuideQuestion => ({
  ...openQuestion(topic, text),
  type: 'scale',
  config: { min: 0, max: 10 },
});

const tripleInterview = ({ name, asks }: Triple, replies: string[]) =>
  interviewOf(
    name,
    asks.map(([topic, ask, value], at) => ({
      question: value === undefined ? openQuestion(topic, ask) : scaleQuestion(topic, ask),
      followUp: 0,
      ask,
      say: replies[at]!,
      ...(value !== undefined && { value }),
    })),
  );

/** The planted theme that most quotes of a found theme belong to; undefined where none has more than half of them. */
function plantedFor(quotes: Quote[], { themes, exchange }: LabelledInterview): string | undefined {
  const votes = new Map<string, number>();
  for (const { message_id, text } of quotes) {
    const labels = exchange[Number(message_id.slice('say-'.length))]?.themes ?? [];
    const stems = new Set((text.toLowerCase().match(/[a-z]+/g) ?? []).map(stemWord));
    const meant =
      labels.length > 1 ? labels.filter(label => themes[label]!.some(word => stems.has(stemWord(word)))) : labels;
    for (const label of meant) votes.set(label, (votes.get(label) ?? 0) + 1);
  }
  const [best] = [...votes].sort((a, b) => b[1] - a[1]);
  return best && best[1] > quotes.length / 2 ? best[0] : undefined;
}

const allQuotes = ({ themes, insights }: Analysis) => [...themes, ...insights].flatMap(({ quotes }) => quotes);

/** Finds the themes of each interview and compares them with the planted ones. */
async function measureThemes({ interviews }: InterviewFile): Promise<ThemeFigures> {
  const analyst = createBuiltInAnalyst();
  let [planted, recalled, found, quotes, verbatim] = [0, 0, 0, 0, 0];
  for (const labelled of interviews) {
    const analysis = await analyst.analyse(toFinishedInterview(labelled));
    const matches = new Set(
      analysis.themes.map(theme => plantedFor(theme.quotes, labelled)).filter(label => label !== undefined),
    );
    planted += Object.keys(labelled.themes).length;
    recalled += matches.size;
    found += analysis.themes.length;
    for (const { message_id, text } of allQuotes(analysis)) {
      quotes++;
      if (labelled.exchange[Number(message_id.slice('say-'.length))]?.say.includes(text)) verbatim++;
    }
  }
  return {
    interviews: interviews.length,
    planted,
    found,
    recall: recalled / planted,
    precision: recalled / found,
    verbatim: verbatim / quotes,
  };
}

async function measureTriples({ triples }: TripleFile): Promise<AccuracyReport['triples']> {
  const analyst = createBuiltInAnalyst();
  const mistakes: string[] = [];
  for (const triple of triples) {
    const score = async (replies: string[]) => (await analyst.analyse(tripleInterview(triple, replies))).quality_score;
    const [rich, terse, gibberish] = [
      await score(triple.rich),
      await score(triple.terse),
      await score(triple.gibberish),
    ];
    if (!(rich > terse && terse > gibberish)) mistakes.push(`${triple.name}: ${rich}, ${terse}, ${gibberish}`);
  }
  return { count: triples.length, rankedRight: triples.length - mistakes.length, mistakes };
}

/** Joins all names as those of one interview each, and looks at every pair. */
function measureJoining({ groups }: { groups: string[][] }): JoiningFigures {
  const names = groups.flat();
  const joined = mergeThemes(names.map((name, at) => ({ interviewId: String(at), name, quotes: [] }))).map(
    ({ name, otherNames }) => [name, ...otherNames],
  );
  const pairs = (of: string[][]) =>
    new Set(
      of.flatMap(group =>
        group.flatMap((one, at) => group.slice(at + 1).map(other => [one, other].sort().join(' = '))),
      ),
    );
  const [wanted, got] = [pairs(groups), pairs(joined)];
  const wrong = [...got].filter(pair => !wanted.has(pair));
  const right = got.size - wrong.length;
  return {
    names: names.length,
    recall: right / wanted.size,
    precision: right / got.size,
    mistakes: wrong,
  };
}

/** Measures each set of a table from its file. */
async function measureSets<Name extends string, Figures>(
  sets: Record<Name, { file: string }>,
  measure: (file: string) => Figures | Promise<Figures>,
): Promise<Record<Name, Figures>> {
  const measured = {} as Record<Name, Figures>;
  for (const name in sets) measured[name] = await measure(sets[name].file);
  return measured;
}

/** Measures the built-in analyst on the labelled material beside this file. Takes a second or two. */
export async function measureAccuracy(): Promise<AccuracyReport> {
  return {
    extraction: await measureSets(UTTERANCE_SETS, file => measureExtraction(material<UtteranceFile>(file))),
    joined: measureJoining(material<{ groups: string[][] }>('theme-names')),
    themes: await measureSets(INTERVIEW_SETS, file => measureThemes(material<InterviewFile>(file))),
    triples: await measureTriples({
      triples: ['triples', 'triples-third', 'triples-fourth'].flatMap(file => material<TripleFile>(file).triples),
    }),
  };
}
