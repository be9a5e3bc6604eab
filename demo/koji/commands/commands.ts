import type { Command, CommandContext, CommandInput } from './command.ts';
import { CommandError } from './command.ts';
import { guideCommands } from './guides.ts';
import { interviewCommands } from './interviews.ts';
import { keyCommands } from './keys.ts';
import { memberCommands } from './members.ts';
import { webhookCommands } from './webhooks.ts';

/** All commands of `npm run koji --`. A further group is one more entry. */
export const COMMANDS: Command[] = [
  ...guideCommands,
  ...interviewCommands,
  ...keyCommands,
  ...memberCommands,
  ...webhookCommands,
];

/** Carries out a command by its name, in this process. */
export async function runCommand(context: CommandContext, name: string, input: CommandInput): Promise<string[]> {
  const command = COMMANDS.find(entry => entry.name === name);
  if (!command) throw new CommandError(`There is no command "${name}".`);
  return command.run(context, input);
}
