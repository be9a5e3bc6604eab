import { countInterviewsOf, type DeletionReport, deleteRespondent } from '../interviews/delete-respondent.ts';
import { readAllInterviews } from '../interviews/read-all.ts';
import { type Command, CommandError } from './command.ts';

const RESPONDENT = { notation: '<respondent>', summary: "the host's own id of them (external_id), letter by letter" };

export const interviewCommands: Command[] = [
  {
    name: 'interviews export',
    summary: 'print all that is kept of a respondent, as JSON: every interview as the API gives it, with its analysis',
    arguments: [RESPONDENT],
    async run(context, { respondent: id }) {
      const respondent = String(id);
      const interviews = [];
      for await (const interview of readAllInterviews(context, { respondent })) interviews.push(interview);
      if (interviews.length === 0) throw nobody(respondent);
      return JSON.stringify({ external_id: respondent, interviews }, null, 2).split('\n');
    },
  },
  {
    name: 'interviews delete',
    summary:
      'delete all that is kept of a respondent, for good, and look through the database whether anything is left',
    arguments: [RESPONDENT],
    options: [{ notation: '--yes', summary: 'do it; without, it is only told how many there are' }],
    async run({ db }, { respondent: id, yes }) {
      const respondent = String(id);
      const count = await countInterviewsOf(db, respondent);
      if (count === 0) throw nobody(respondent);
      if (!yes) return [`${interviewsOf(count, respondent)} would be deleted, for good. To do it, add --yes.`];
      return describeErased(await deleteRespondent(db, respondent), respondent);
    },
  },
];

const nobody = (respondent: string) =>
  new CommandError(`There is no interview of "${respondent}". Ids are compared letter by letter.`);

const interviewsOf = (count: number, respondent: string) =>
  `${count} ${count === 1 ? 'interview' : 'interviews'} of "${respondent}"`;

function describeErased(
  { interviews, messages, analyses, deliveries, jobs, remaining }: DeletionReport,
  respondent: string,
): string[] {
  return [
    `Deleted ${interviewsOf(interviews, respondent)}: messages ${messages}, analyses ${analyses}, webhook deliveries ${deliveries}, jobs ${jobs}.`,
    remaining.length === 0
      ? 'No table of the database names one of them any more.'
      : `Others still name one of them: ${remaining.map(({ table, rows }) => `${table} (${rows})`).join(', ')}.`,
  ];
}
