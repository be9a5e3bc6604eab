import { type Command, type CommandContext, CommandError, type CommandInput } from './command.ts';
import { guideCommands } from './guides.ts';
import { interviewCommands } from './interviews.ts';
import { keyCommands } from './keys.ts';
import { memberCommands } from './members.ts';
import { webhookCommands } from './webhooks.ts';

/** All commands of `npm run koji --`. */
export const COMMANDS: Command[] = [
  ...guideCommands,
  ...interviewCommands,
  ...keyCommands,
  ...memberCommands,
  ...webhookCommands,
];

/**
 * Runs a command by its name, in this process.
 * @throws CommandError for an unknown name, or if the input is not valid
 */
export async function runCommand(context: CommandContext, name: string, input: CommandInput): Promise<string[]> {
  const command = COMMANDS.find(entry => entry.name === name);
  if (!command) {
    throw new CommandError(`Unknown command "${name}". Expected: ${COMMANDS.map(entry => entry.name).join(', ')}.`);
  }
  return command.run(context, input);
}
