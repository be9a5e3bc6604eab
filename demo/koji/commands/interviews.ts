import { formatCount } from '../format-count.ts';
import { countInterviewsOf, type DeletionReport, deleteRespondent } from '../interviews/delete-respondent.ts';
import { readAllInterviews } from '../interviews/read-all.ts';
import { type Command, CommandError } from './command.ts';

const RESPONDENT = { notation: '<respondent>', summary: "the host's id of the respondent (external_id), exactly" };

export const interviewCommands: Command[] = [
  {
    name: 'interviews export',
    summary: 'print all data of a respondent as JSON: every interview as the API returns it, with its analysis',
    arguments: [RESPONDENT],
    async run(context, { respondent: id }) {
      const respondent = String(id);
      const interviews = [];
      for await (const interview of readAllInterviews(context, { respondent })) interviews.push(interview);
      if (interviews.length === 0) throw noInterviewsOf(respondent);
      return JSON.stringify({ external_id: respondent, interviews }, null, 2).split('\n');
    },
  },
  {
    name: 'interviews delete',
    summary: 'delete all data of a respondent permanently, then search the database for remaining mentions',
    arguments: [RESPONDENT],
    options: [{ notation: '--yes', summary: 'delete; without it, only print how many interviews there are' }],
    async run({ db }, { respondent: id, yes }) {
      const respondent = String(id);
      const count = await countInterviewsOf(db, respondent);
      if (count === 0) throw noInterviewsOf(respondent);
      if (!yes) return [`This would permanently delete ${interviewsOf(count, respondent)}. To delete, add --yes.`];
      return describeDeletion(await deleteRespondent(db, respondent), respondent);
    },
  },
];

const noInterviewsOf = (respondent: string) =>
  new CommandError(`There is no interview of "${respondent}". The id must match exactly.`);

const interviewsOf = (count: number, respondent: string) => `${formatCount(count, 'interview')} of "${respondent}"`;

function describeDeletion(
  { interviews, messages, analyses, deliveries, jobs, remaining }: DeletionReport,
  respondent: string,
): string[] {
  return [
    `Deleted ${interviewsOf(interviews, respondent)}: messages ${messages}, analyses ${analyses}, webhook deliveries ${deliveries}, jobs ${jobs}.`,
    remaining.length === 0
      ? 'No table of the database mentions them any more.'
      : `Some tables still mention them: ${remaining.map(({ table, rows }) => `${table} (${rows})`).join(', ')}.`,
  ];
}
