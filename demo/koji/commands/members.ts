import * as v from 'valibot';
import { MEMBER_ROLES } from '../database/enums.ts';
import { addMember, listMembers, removeMember } from '../members/members.ts';
import { readOrigin } from '../settings/origin.ts';
import { type Command, CommandError } from './command.ts';

const emailSchema = v.pipe(v.string(), v.trim(), v.maxLength(254), v.email());

export const memberCommands: Command[] = [
  {
    name: 'members add',
    summary:
      'let somebody see the dashboard; the address to sign in with, good once and for an hour, is on the last line',
    arguments: [{ notation: '<email>', summary: 'a member already in the team gets a new address' }],
    options: [
      {
        notation: '--role <role>',
        summary: `${MEMBER_ROLES.join(' or ')}: editors also complete interviews`,
        default: 'editor',
      },
    ],
    async run({ db, clock }, { email, role = 'editor' }) {
      const known = MEMBER_ROLES.find(name => name === role);
      if (!known) throw new CommandError(`Unknown role "${role}". There are: ${MEMBER_ROLES.join(', ')}.`);
      const token = await addMember({ db, clock }, { email: readEmail(email), role: known });
      return [`${await readOrigin(db)}/dashboard/sign-in/${token}`];
    },
  },
  {
    name: 'members list',
    summary: 'list who may see the dashboard',
    async run({ db }) {
      const members = await listMembers(db);
      return members.length > 0 ? members.map(({ email, role }) => `${email}  ${role}`) : ['There are no members yet.'];
    },
  },
  {
    name: 'members remove',
    summary: 'take somebody out of the team, and end their sessions',
    arguments: [{ notation: '<email>', summary: 'as listed' }],
    async run({ db }, { email }) {
      if (!(await removeMember(db, String(email)))) {
        throw new CommandError(`Nobody in the team has the address ${email}. See: members list`);
      }
      return [`Removed ${String(email).trim().toLowerCase()}`];
    },
  },
];

function readEmail(value: unknown): string {
  const result = v.safeParse(emailSchema, value);
  if (!result.success) throw new CommandError(`"${value}" is no e-mail address.`);
  return result.output;
}
