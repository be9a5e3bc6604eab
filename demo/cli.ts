/** `npm run koji -- …`: administers the local Koji, whether or not its server is running. */
import { CommanderError, Command as Program } from 'commander';
import {
  COMMANDS,
  type Command,
  CommandError,
  type DatabaseOptions,
  DirectoryInUseError,
  describeError,
  executeCommand,
} from './koji/commands/index.ts';

const { DATABASE_URL, KOJI_DATA_DIR } = process.env;
const databaseOptions: DatabaseOptions = DATABASE_URL ? { url: DATABASE_URL } : { dataDir: KOJI_DATA_DIR || '.koji' };

function addCommand(group: Program, command: Command): void {
  const program = group.command(command.name.split(' ').at(-1)!).description(command.summary);
  for (const { notation, summary } of command.arguments ?? []) program.argument(notation, summary);
  for (const option of command.options ?? []) {
    if (option.isRequired) program.requiredOption(option.notation, option.summary, option.default);
    else program.option(option.notation, option.summary, option.default);
  }
  program.action(async () => {
    const values = program.registeredArguments.map((argument, i) => [argument.name(), program.processedArgs[i]]);
    const input = { ...Object.fromEntries(values), ...program.opts() };
    const lines = await executeCommand(databaseOptions, command.name, input);
    process.stdout.write(`${lines.join('\n')}\n`);
  });
}

const program = new Program('npm run koji --').description('Administer the local Koji.').exitOverride();
const groups = Map.groupBy(COMMANDS, command => command.name.split(' ')[0]!);
for (const [name, commands] of groups) {
  const group = program.command(name).description(`${name} of the local Koji`);
  for (const command of commands) addCommand(group, command);
}

// Only the owner can read what a command writes into the data directory.
process.umask(0o077);
try {
  await program.parseAsync();
} catch (error) {
  // Commander has printed its own errors already.
  if (!(error instanceof CommanderError)) {
    const isExpected = error instanceof CommandError || error instanceof DirectoryInUseError;
    process.stderr.write(`${isExpected ? error.message : describeError(error)}\n`);
  }
  process.exitCode = error instanceof CommanderError ? error.exitCode : 1;
}
