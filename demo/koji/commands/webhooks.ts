import { WEBHOOK_EVENTS } from '../database/enums.ts';
import { describeEndpointError } from '../webhooks/describe-errors.ts';
import {
  addEndpoint,
  EndpointError,
  type EndpointListing,
  listEndpoints,
  removeEndpoint,
} from '../webhooks/endpoints.ts';
import { type Command, CommandError } from './command.ts';
import { formatDate, parseList } from './lists.ts';
import { PROJECT_OPTION, parseProjectName } from './projects.ts';

export const webhookCommands: Command[] = [
  {
    name: 'webhooks add',
    summary: 'have events posted to an address that answers a verification request; its signing secret is printed once',
    arguments: [{ notation: '<url>', summary: 'https://…, or http://… on this machine' }],
    options: [
      { notation: '--events <list>', summary: `comma separated: ${WEBHOOK_EVENTS.join(', ')}`, isRequired: true },
      PROJECT_OPTION,
    ],
    run: (context, { url, events, project }) =>
      refusing(async () => {
        const wanted = parseList(events, 'event', WEBHOOK_EVENTS);
        const name = parseProjectName(project);
        const added = await addEndpoint(context, { url: String(url), events: wanted, project: name });
        return [
          `${added.url} answered and is told of ${wanted.join(', ')} of the project ${name}.`,
          'It is signed with this secret, which is not shown again (the database keeps it in the clear, to sign with):',
          added.secret,
        ];
      }),
  },
  {
    name: 'webhooks list',
    summary: 'list all addresses that events are posted to',
    async run({ db }) {
      const endpoints = await listEndpoints(db);
      return endpoints.length > 0 ? endpoints.map(describeEndpoint) : ['There are no webhooks yet.'];
    },
  },
  {
    name: 'webhooks remove',
    summary: 'stop posting to an address, and forget what was posted there',
    arguments: [{ notation: '<endpoint>', summary: 'its id or its address, as listed' }],
    run: ({ db }, { endpoint }) => refusing(async () => [`Removed ${await removeEndpoint(db, String(endpoint))}`]),
  },
];

async function refusing(run: () => Promise<string[]>): Promise<string[]> {
  try {
    return await run();
  } catch (error) {
    throw error instanceof EndpointError ? new CommandError(describeEndpointError(error), { cause: error }) : error;
  }
}

const describeEndpoint = ({ id, project, url, events, createdAt }: EndpointListing): string =>
  [id, project, url, events.join(','), `created ${formatDate(createdAt)}`].join('  ');
