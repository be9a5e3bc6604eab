import { PERMISSIONS } from '../database/enums.ts';
import { createKey, type KeyListing, listKeys, revokeKey } from '../keys/keys.ts';
import { type Command, CommandError } from './command.ts';
import { PROJECT_OPTION, parseList, parseProjectName } from './input.ts';
import { formatDate } from './output.ts';

export const keyCommands: Command[] = [
  {
    name: 'keys create',
    summary: 'create an API key; it is printed once, alone on the last line',
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
    summary: 'revoke a key immediately and permanently',
    arguments: [{ notation: '<prefix>', summary: 'as listed, for example pk_live_Ab3dEf6h' }],
    async run({ db, clock }, { prefix }) {
      const shown = String(prefix).slice(0, 16);
      if (!(await revokeKey(db, String(prefix), clock.now()))) {
        throw new CommandError(`There is no active key with the prefix "${shown}". See: keys list`);
      }
      return [`Revoked ${shown}…`];
    },
  },
];

function describeKey({ prefix, project, permissions, createdAt, lastUsedAt, revokedAt }: KeyListing): string {
  const state = revokedAt
    ? `revoked ${formatDate(revokedAt)}`
    : `last used ${lastUsedAt ? formatDate(lastUsedAt) : 'never'}`;
  return [`${prefix}…`, project, permissions.join(','), `created ${formatDate(createdAt)}`, state].join('  ');
}
