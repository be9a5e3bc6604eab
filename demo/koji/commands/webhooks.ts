import { WEBHOOK_EVENTS } from '../database/enums.ts';
import { EndpointError } from '../webhooks/endpoint-error.ts';
import { addEndpoint, type EndpointListing, listEndpoints, removeEndpoint } from '../webhooks/endpoints.ts';
import { type Command, CommandError } from './command.ts';
import { PROJECT_OPTION, parseList, parseProjectName } from './input.ts';
import { formatDate } from './output.ts';

export const webhookCommands: Command[] = [
  {
    name: 'webhooks add',
    summary: 'send events to an address, which must acknowledge a verification; the signing secret is printed once',
    arguments: [{ notation: '<url>', summary: 'https://…, or http://… on this machine' }],
    options: [
      { notation: '--events <list>', summary: `comma separated: ${WEBHOOK_EVENTS.join(', ')}`, isRequired: true },
      PROJECT_OPTION,
    ],
    run: (context, input) =>
      withCommandErrors(async () => {
        const events = parseList(input.events, 'event', WEBHOOK_EVENTS);
        const project = parseProjectName(input.project);
        const { url, secret } = await addEndpoint(context, { url: String(input.url), events, project });
        return [
          `${url} acknowledged the verification. It gets these events of the project "${project}": ${events.join(', ')}.`,
          'They are signed with this secret, which is not shown again (the database stores it as plain text to sign with):',
          secret,
        ];
      }),
  },
  {
    name: 'webhooks list',
    summary: 'list all addresses that events are sent to',
    async run({ db }) {
      const endpoints = await listEndpoints(db);
      return endpoints.length > 0 ? endpoints.map(describeEndpoint) : ['There are no webhooks yet.'];
    },
  },
  {
    name: 'webhooks remove',
    summary: 'stop sending events to an address, and delete the record of its deliveries',
    arguments: [{ notation: '<endpoint>', summary: 'its id or its address, as listed' }],
    run: ({ db }, { endpoint }) =>
      withCommandErrors(async () => [`Removed ${await removeEndpoint(db, String(endpoint))}`]),
  },
];

/** Turns an `EndpointError` into a `CommandError`. */
async function withCommandErrors(run: () => Promise<string[]>): Promise<string[]> {
  try {
    return await run();
  } catch (error) {
    throw error instanceof EndpointError ? new CommandError(error.message, { cause: error }) : error;
  }
}

const describeEndpoint = ({ id, project, url, events, createdAt }: EndpointListing): string =>
  [id, project, url, events.join(','), `created ${formatDate(createdAt)}`].join('  ');
