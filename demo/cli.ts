/** `npm run koji -- …`: what a team does by hand. Works beside a running server and without one. */

import { setTimeout as wait } from 'node:timers/promises';
import { CommanderError, Command as Program } from 'commander';
import { systemClock } from './koji/clock.ts';
import { type Command, CommandError, type CommandInput } from './koji/commands/command.ts';
import { COMMANDS, runCommand } from './koji/commands/commands.ts';
import { sendCommand } from './koji/commands/control-server.ts';
import { type DatabaseOptions, openDatabase } from './koji/database/database.ts';
import { DirectoryInUseError } from './koji/database/directory-lock.ts';
import { describeError } from './koji/log.ts';

/** How long to wait for a server that holds the database and is still starting, in milliseconds. */
const PATIENCE = 30_000;
const PAUSE = 200;

const { DATABASE_URL, KOJI_DATA_DIR } = process.env;
const where: DatabaseOptions = DATABASE_URL ? { url: DATABASE_URL } : { dataDir: KOJI_DATA_DIR || '.koji' };

/** Carries out a command here, or in the process that has the database. */
async function carryOut(name: string, input: CommandInput): Promise<string[]> {
  for (const end = Date.now() + PATIENCE; ; await wait(PAUSE)) {
    try {
      const database = await openDatabase(where);
      try {
        return await runCommand({ db: database.db, clock: systemClock }, name, input);
      } finally {
        await database.close();
      }
    } catch (error) {
      if (!(error instanceof DirectoryInUseError) || 'url' in where) throw error;
      const lines = await sendCommand(where.dataDir, name, input);
      if (lines) return lines;
      if (Date.now() >= end) throw error;
    }
  }
}

function declare(parent: Program, command: Command): void {
  const declared = parent.command(command.name.split(' ').at(-1)!).description(command.summary);
  for (const { notation, summary } of command.arguments ?? []) declared.argument(notation, summary);
  for (const option of command.options ?? []) {
    if (option.isRequired) declared.requiredOption(option.notation, option.summary, option.default);
    else declared.option(option.notation, option.summary, option.default);
  }
  declared.action(async () => {
    const names = declared.registeredArguments.map(argument => argument.name());
    const given = Object.fromEntries(names.map((name, place) => [name, declared.processedArgs[place]]));
    const lines = await carryOut(command.name, { ...given, ...declared.opts() });
    process.stdout.write(`${lines.join('\n')}\n`);
  });
}

const program = new Program('npm run koji --').description('Look after the local Koji.').exitOverride();
const groups = Map.groupBy(COMMANDS, command => command.name.split(' ')[0]!);
for (const [name, commands] of groups) {
  const group = program.command(name).description(`${name} of the local Koji`);
  for (const command of commands) declare(group, command);
}

try {
  await program.parseAsync();
} catch (error) {
  // Commander has already said what was wrong with the words.
  if (!(error instanceof CommanderError)) {
    const isExpected = error instanceof CommandError || error instanceof DirectoryInUseError;
    process.stderr.write(`${isExpected ? error.message : describeError(error)}\n`);
  }
  process.exitCode = error instanceof CommanderError ? error.exitCode : 1;
}
