import { createHash, randomUUID } from 'node:crypto';
import type { Reason } from '../../../src/interview/completion.ts';
import type { AnswerValue } from '../../../src/interview/questions.ts';
import type { Respondent } from '../../../src/interview/respondent.ts';
import type { Analysis, StructuredAnswer } from '../../../src/wire/analysis.ts';
import type { Db } from '../database/database.ts';
import { analyses, guides, interviews, messages, projects } from '../database/schema.ts';
import type { Guide } from '../guides/guide.ts';

/** What matters of an interview to a test of lists and studies; the rest is made up. */
export interface StoredInterview {
  guide: Guide;
  startedAt: Date;
  /** Null for one that is still open. */
  reason: Reason | null;
  respondent?: Respondent;
  /** Seconds. */
  duration?: number;
  /** What the respondent said; each is a message of its own. */
  said?: string[];
  /** Absent where it was not analysed. */
  quality?: number;
  /** Names, each with the places in `said` it is quoted from. */
  themes?: { name: string; quoted: number[] }[];
  answers?: Record<string, AnswerValue>;
}

/** Stores interviews as if they had been led, completed and analysed, and gives their ids. */
export async function storeInterviews(db: Db, stored: StoredInterview[]): Promise<string[]> {
  await db.insert(projects).values({ name: 'stored' }).onConflictDoNothing();
  const project = (await db.select().from(projects)).find(({ name }) => name === 'stored')!;
  const rows = stored.map(one => row(project.id, one));
  for (const guide of new Set(stored.map(({ guide }) => guide))) {
    await db
      .insert(guides)
      .values({ digest: digestOf(guide), name: guide.id, body: guide })
      .onConflictDoNothing();
  }
  for (let at = 0; at < rows.length; at += 500) {
    const part = rows.slice(at, at + 500);
    await db.insert(interviews).values(part.map(({ interview }) => interview));
    const said = part.flatMap(({ said }) => said);
    if (said.length > 0) await db.insert(messages).values(said);
    const analysed = part.flatMap(({ analysis }) => (analysis ? [analysis] : []));
    if (analysed.length > 0) await db.insert(analyses).values(analysed);
  }
  return rows.map(({ interview }) => interview.id);
}

const digestOf = (guide: Guide) => createHash('sha256').update(JSON.stringify(guide)).digest('hex');

function row(projectId: string, one: StoredInterview) {
  const { guide, startedAt, reason, respondent, duration = 120, said = [], quality, themes = [], answers = {} } = one;
  const id = randomUUID();
  const spoken = said.map((content, at) => ({
    id: randomUUID(),
    interviewId: id,
    place: 2 * at + 1,
    role: 'respondent' as const,
    content,
    createdAt: new Date(startedAt.getTime() + (at + 1) * 1000),
  }));
  const body: Analysis | undefined =
    quality === undefined
      ? undefined
      : {
          quality_score: quality,
          quality: { depth: quality, coverage: quality, engagement: quality, rationale: 'Made up.' },
          insights: [],
          themes: themes.map(({ name, quoted }) => ({
            name,
            description: name,
            quotes: quoted.map(at => ({ message_id: spoken[at]!.id, text: spoken[at]!.content })),
          })),
          structured_answers: Object.entries(answers).map(([questionId, value]) => answer(guide, questionId, value)),
        };
  return {
    interview: {
      id,
      projectId,
      guideDigest: digestOf(guide),
      sessionTokenHash: id,
      status: reason === null ? ('active' as const) : ('completed' as const),
      respondent: respondent ?? null,
      startedAt,
      completedAt: reason === null ? null : new Date(startedAt.getTime() + duration * 1000),
      reason,
      durationSeconds: reason === null ? null : duration,
      respondentMessages: said.length,
      interviewerMessages: said.length + 1,
      analysisStatus: reason === null ? null : quality === undefined ? ('processing' as const) : ('completed' as const),
    },
    said: spoken,
    analysis: body && { interviewId: id, body, createdAt: startedAt },
  };
}

function answer(guide: Guide, questionId: string, structuredValue: AnswerValue): StructuredAnswer {
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
