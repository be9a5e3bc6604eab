import * as v from 'valibot';
import { MEMBER_ROLES } from '../database/enums.ts';
import { addMember, listMembers, removeMember } from '../members/members.ts';
import { readOrigin } from '../settings/origin.ts';
import { type Command, CommandError } from './command.ts';

const emailSchema = v.pipe(v.string(), v.trim(), v.maxLength(254), v.email());

export const memberCommands: Command[] = [
  {
    name: 'members add',
    summary: 'let a person see the dashboard; a sign-in link, valid once and for an hour, is on the last line',
    arguments: [{ notation: '<email>', summary: 'an existing member gets a new sign-in link' }],
    options: [
      {
        notation: '--role <role>',
        summary: `${MEMBER_ROLES.join(' or ')}: editors also complete interviews`,
        default: 'editor',
      },
    ],
    async run({ db, clock }, { email, role: name = 'editor' }) {
      const role = MEMBER_ROLES.find(known => known === name);
      if (!role) throw new CommandError(`Unknown role "${name}". Expected: ${MEMBER_ROLES.join(', ')}.`);
      const token = await addMember({ db, clock }, { email: parseEmail(email), role });
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
    summary: 'remove a member and end their sessions',
    arguments: [{ notation: '<email>', summary: 'as listed' }],
    async run({ db }, { email }) {
      if (!(await removeMember(db, String(email)))) {
        throw new CommandError(`There is no member with the address "${email}". See: members list`);
      }
      return [`Removed ${String(email).trim().toLowerCase()}`];
    },
  },
];

function parseEmail(value: unknown): string {
  const result = v.safeParse(emailSchema, value);
  if (!result.success) {
    throw new CommandError(`"${value}" is not an email address. Expected, for example, you@example.com.`);
  }
  return result.output;
}
