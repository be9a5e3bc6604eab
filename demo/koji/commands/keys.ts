import { PERMISSIONS } from '../database/enums.ts';
import { createKey, type KeyListing, listKeys, revokeKey } from '../keys/keys.ts';
import { type Command, CommandError } from './command.ts';
import { formatDate, parseList } from './lists.ts';
import { PROJECT_OPTION, parseProjectName } from './projects.ts';

export const keyCommands: Command[] = [
  {
    name: 'keys create',
    summary: 'make an API key; it is printed once, alone on the last line',
    options: [
      PROJECT_OPTION,
      { notation: '--permissions <list>', summary: `comma separated: ${PERMISSIONS.join(', ')}`, isRequired: true },
    ],
    async run({ db, clock }, { project, permissions }) {
      return [
        await createKey(db, {
          project: parseProjectName(project),
          permissions: parseList(permissions, 'permission', PERMISSIONS),
          now: clock.now(),
        }),
      ];
    },
  },
  {
    name: 'keys list',
    summary: 'list all keys by their prefix',
    async run({ db }) {
      const keys = await listKeys(db);
      return keys.length > 0 ? keys.map(describeKey) : ['There are no keys yet.'];
    },
  },
  {
    name: 'keys revoke',
    summary: 'revoke a key at once and for good',
    arguments: [{ notation: '<prefix>', summary: 'as listed, for example pk_live_Ab3dEf6h' }],
    async run({ db, clock }, { prefix }) {
      if (!(await revokeKey(db, String(prefix), clock.now()))) {
        throw new CommandError(`No living key has the prefix ${String(prefix).slice(0, 16)}. See: keys list`);
      }
      return [`Revoked ${String(prefix).slice(0, 16)}…`];
    },
  },
];

function describeKey({ prefix, project, permissions, createdAt, lastUsedAt, revokedAt }: KeyListing): string {
  const state = revokedAt
    ? `revoked ${formatDate(revokedAt)}`
    : `last used ${lastUsedAt ? formatDate(lastUsedAt) : 'never'}`;
  return [`${prefix}…`, project, permissions.join(','), `created ${formatDate(createdAt)}`, state].join('  ');
}
