import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Interview } from '../../../src/wire/koji-api.ts';
import type { Database } from '../database/database.ts';
import type { Guide } from '../guides/guide.ts';
import { loadChurnGuide } from '../guides/load-guides.ts';
import { listInterviews } from '../interviews/list.ts';
import { createManualClock } from '../testing/manual-clock.ts';
import { type StoredInterview, storeInterviews } from '../testing/stored-interviews.ts';
import { openTestDatabase } from '../testing/test-database.ts';
import { exportCsv, exportJson } from './export.ts';
import { listStudies, listStudyChoices } from './list-studies.ts';
import { readStudy } from './study.ts';

const churn = loadChurnGuide();
/** An older version of the guide, with another question. */
const older: Guide = {
  ...churn,
  title: 'An older title',
  questions: [
    { id: 'gone', text: 'Would you?', topic: 'would', type: 'yes_no', probing: { maxFollowUps: 0, prompts: [] } },
  ],
};
const other: Guide = { ...churn, id: 'other', title: 'Something else' };
const scale = churn.questions.find(({ type }) => type === 'scale')!;

const clock = createManualClock();
const DAY = 86_400_000;
const ago = (days: number) => new Date(clock.now().getTime() - days * DAY);

const STORED: StoredInterview[] = [
  { guide: older, startedAt: ago(60), reason: 'timeout', quality: 2, duration: 60, answers: { gone: true } },
  {
    guide: churn,
    startedAt: ago(3),
    reason: 'natural',
    quality: 4,
    duration: 300,
    respondent: { external_id: '=cmd|calc', display_name: 'Maeve "M" Larkin, dr.' },
    contents: ['the price went up twice'],
    themes: [{ name: 'Price increase', quotedMessages: [0] }],
    answers: { [scale.id]: 3 },
  },
  {
    guide: churn,
    startedAt: ago(2),
    reason: 'respondent_left',
    quality: 3,
    duration: 120,
    contents: ['prices, really'],
    themes: [{ name: 'Prices increased', quotedMessages: [0] }],
    answers: { [scale.id]: 5 },
  },
  { guide: churn, startedAt: ago(1), reason: null },
  { guide: churn, startedAt: ago(1), reason: 'manual', duration: 30 },
  { guide: other, startedAt: ago(9), reason: 'natural', quality: 5, answers: { [scale.id]: 1 } },
];

let database: Database;
let context: { db: Database['db']; clock: typeof clock };
let ids: string[];
beforeAll(async () => {
  database = await openTestDatabase();
  context = { db: database.db, clock };
  ids = await storeInterviews(database.db, STORED);
});
afterAll(() => database.close());

async function joinChunks(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

describe('studies', () => {
  it('are listed with their progress, the most recently used first', async () => {
    expect(await listStudies(database.db)).toEqual([
      { name: churn.id, title: churn.title, interviews: 5, completed: 4, quality: 3, lastStartedAt: ago(1) },
      { name: 'other', title: 'Something else', interviews: 1, completed: 1, quality: 5, lastStartedAt: ago(9) },
    ]);
  });

  it('are listed as choices, each once', async () => {
    const choices = await listStudyChoices(database.db);
    expect(choices.map(({ name }) => name).sort()).toEqual([churn.id, 'other']);
  });

  it('a study summarizes all its interviews, over all versions of its guide', async () => {
    const study = (await readStudy(context, churn.id))!;
    expect(study).toMatchObject({
      title: churn.title,
      total: 5,
      completed: 4,
      analysed: 3,
      quality: 3,
      medianDuration: 90,
      reasons: { natural: 1, respondent_left: 1, timeout: 1, manual: 1 },
      timelineUnit: 'week',
      themeSampleSize: 3,
      themes: [{ name: 'Prices increased', otherNames: ['Price increase'], interviews: 2 }],
    });
    expect(study.timeline.reduce((sum, { open }) => sum + open, 0)).toBe(1);
    expect(study.timeline.map(({ start }) => start.getUTCDay())).toEqual(study.timeline.map(() => 1));
    expect(study.questions.find(({ id }) => id === scale.id)).toMatchObject({ asked: 2, distribution: { mean: 4 } });
    expect(study.questions.at(-1)).toMatchObject({ id: 'gone', distribution: { yes: 1, no: 0 } });
    const quotes = study.themes[0]!.quotes;
    expect(quotes.map(quote => [quote.interviewId, quote.text])).toEqual([
      [ids[1], 'the price went up twice'],
      [ids[2], 'prices, really'],
    ]);
  });

  it('a study can be limited to a period', async () => {
    const study = (await readStudy(context, churn.id, 7))!;
    expect(study).toMatchObject({ total: 4, completed: 3, analysed: 2, quality: 3.5, timelineUnit: 'day' });
    expect(study.timeline.map(({ start, quality }) => [start.toISOString().slice(0, 10), quality])).toEqual([
      [ago(3).toISOString().slice(0, 10), 4],
      [ago(2).toISOString().slice(0, 10), 3],
      [ago(1).toISOString().slice(0, 10), null],
    ]);
    expect(await readStudy(context, 'unknown')).toBeNull();
  });

  it('as CSV: a line per interview, a column per question, no formulas', async () => {
    const csv = await joinChunks(exportCsv(context, churn.id));
    const [head, ...lines] = csv.replace('\uFEFF', '').trimEnd().split('\r\n');
    expect(csv.startsWith('\uFEFFinterview_id,')).toBe(true);
    expect(head!.split(',')).toEqual(expect.arrayContaining(['external_id', 'quality_score', scale.id, 'gone']));
    expect(lines).toHaveLength(5);
    const line = lines.find(one => one.startsWith(ids[1]!))!;
    expect(line).toContain(`,'=cmd|calc,"Maeve ""M"" Larkin, dr.",completed,natural,`);
    expect(line).toContain(',4,4,4,4,Price increase,');
    expect((await joinChunks(exportCsv(context, churn.id, ago(7)))).trimEnd().split('\r\n')).toHaveLength(5);
  });

  it('as JSON: interviews as the API returns them, newest first', async () => {
    const { study, interviews } = JSON.parse(await joinChunks(exportJson(context, churn.id)));
    expect(study).toBe(churn.id);
    expect(interviews).toHaveLength(5);
    const one = interviews.find(({ interview_id }: Interview) => interview_id === ids[1]);
    expect(one).toMatchObject({
      reason: 'natural',
      transcript: [{ role: 'respondent', content: 'the price went up twice' }],
      analysis: { quality_score: 4 },
    });
    const starts = interviews.map(({ started_at }: Interview) => started_at);
    expect(starts).toEqual([...starts].sort().reverse());
  });
});

describe('the list of interviews', () => {
  const listed = async (filter: Parameters<typeof listInterviews>[1]['filter']) =>
    (await listInterviews(context, { limit: 50, before: null, ...(filter && { filter }) })).interviews.map(
      ({ interview_id }) => ids.indexOf(interview_id),
    );

  it.each([
    [{ study: 'other' }, [5]],
    [{ reason: 'timeout' }, [0]],
    [{ status: 'active' }, [3]],
    [{ status: 'processing' }, [4]],
    [{ status: 'analysed', study: churn.id }, [2, 1, 0]],
    [{ respondent: '=cmd|calc' }, [1]],
    [{ respondent: '%' }, []],
    [{ since: ago(2.5), status: 'analysed' }, [2]],
  ] as const)('filtered by %o', async (filter, places) => {
    expect(await listed(filter)).toEqual(places);
  });

  it('in parts contains each interview once', async () => {
    const seenIds: string[] = [];
    let before: string | null = null;
    do {
      const part = await listInterviews(context, { limit: 2, before });
      seenIds.push(...part.interviews.map(({ interview_id }) => interview_id));
      before = part.nextCursor ?? null;
    } while (before);
    expect(seenIds).toHaveLength(ids.length);
    expect(new Set(seenIds)).toEqual(new Set(ids));
  });
});
