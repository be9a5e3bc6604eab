import { createHash, randomUUID } from 'node:crypto';
import type { Reason } from '../../../src/interview/completion.ts';
import type { AnswerValue } from '../../../src/interview/questions.ts';
import type { Respondent } from '../../../src/interview/respondent.ts';
import type { Analysis, StructuredAnswer } from '../../../src/wire/analysis.ts';
import type { Db } from '../database/database.ts';
import { analyses, guides, interviews, messages, projects } from '../database/schema.ts';
import type { Guide } from '../guides/guide.ts';

/**
 * The facts of an interview that matter to tests of lists and studies. Everything else is invented.
 */
export interface StoredInterview {
  guide: Guide;
  startedAt: Date;
  /** Null for an open interview. */
  reason: Reason | null;
  respondent?: Respondent;
  /** In seconds; default 120. */
  duration?: number;
  /** The contents of the respondent's messages. */
  contents?: string[];
  /** The quality score; absent if the interview is not analysed. */
  quality?: number;
  /** Names of themes, each with the indexes of the messages it quotes. */
  themes?: { name: string; quotedMessages: number[] }[];
  answers?: Record<string, AnswerValue>;
}

const BATCH_SIZE = 500;

/** Stores interviews with their messages and analyses, and returns their ids. */
export async function storeInterviews(db: Db, stored: StoredInterview[]): Promise<string[]> {
  await db.insert(projects).values({ name: 'stored' }).onConflictDoNothing();
  const project = (await db.select().from(projects)).find(({ name }) => name === 'stored')!;
  const rows = stored.map(interview => toRows(project.id, interview));
  for (const guide of new Set(stored.map(({ guide }) => guide))) {
    await db
      .insert(guides)
      .values({ digest: digestOf(guide), name: guide.id, body: guide })
      .onConflictDoNothing();
  }
  for (let start = 0; start < rows.length; start += BATCH_SIZE) {
    const batch = rows.slice(start, start + BATCH_SIZE);
    await db.insert(interviews).values(batch.map(({ interviewRow }) => interviewRow));
    const batchMessages = batch.flatMap(({ messageRows }) => messageRows);
    if (batchMessages.length > 0) await db.insert(messages).values(batchMessages);
    const batchAnalyses = batch.flatMap(({ analysisRow }) => (analysisRow ? [analysisRow] : []));
    if (batchAnalyses.length > 0) await db.insert(analyses).values(batchAnalyses);
  }
  return rows.map(({ interviewRow }) => interviewRow.id);
}

const digestOf = (guide: Guide) => createHash('sha256').update(JSON.stringify(guide)).digest('hex');

function toRows(projectId: string, interview: StoredInterview) {
  const { guide, startedAt, reason, respondent, duration = 120, contents = [], quality } = interview;
  const id = randomUUID();
  const messageRows = contents.map((content, i) => ({
    id: randomUUID(),
    interviewId: id,
    position: 2 * i + 1,
    role: 'respondent' as const,
    content,
    createdAt: new Date(startedAt.getTime() + (i + 1) * 1000),
  }));
  const isOpen = reason === null;
  const analysisStatus = quality === undefined ? ('processing' as const) : ('completed' as const);
  return {
    interviewRow: {
      id,
      projectId,
      guideDigest: digestOf(guide),
      sessionTokenHash: id,
      status: isOpen ? ('active' as const) : ('completed' as const),
      respondent: respondent ?? null,
      startedAt,
      completedAt: isOpen ? null : new Date(startedAt.getTime() + duration * 1000),
      reason,
      durationSeconds: isOpen ? null : duration,
      respondentMessages: contents.length,
      interviewerMessages: contents.length + 1,
      analysisStatus: isOpen ? null : analysisStatus,
    },
    messageRows,
    analysisRow:
      quality === undefined
        ? undefined
        : { interviewId: id, body: toAnalysis(interview, quality, messageRows), createdAt: startedAt },
  };
}

const toAnalysis = (
  { guide, themes = [], answers = {} }: StoredInterview,
  quality: number,
  messageRows: { id: string; content: string }[],
): Analysis => ({
  quality_score: quality,
  quality: { depth: quality, coverage: quality, engagement: quality, rationale: 'Invented.' },
  insights: [],
  themes: themes.map(({ name, quotedMessages }) => ({
    name,
    description: name,
    quotes: quotedMessages.map(i => ({ message_id: messageRows[i]!.id, text: messageRows[i]!.content })),
  })),
  structured_answers: Object.entries(answers).map(([questionId, value]) =>
    toStructuredAnswer(guide, questionId, value),
  ),
});

function toStructuredAnswer(guide: Guide, questionId: string, structuredValue: AnswerValue): StructuredAnswer {
  const question = guide.questions.find(({ id }) => id === questionId)!;
  return {
    questionId,
    questionText: question.text,
    questionType: question.type,
    structuredValue,
    qualitativeAnswer: '',
    confidence: 'high',
    followUpInsights: [],
  };
}
