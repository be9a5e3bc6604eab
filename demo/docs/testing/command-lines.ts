import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEnvironment } from '../../environment.ts';
import { COMMANDS } from '../../koji/commands/index.ts';
import { describeKoji } from '../../openapi/koji-description.ts';
import { ROOT } from '../markdown.ts';

const { name: packageName, scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  name: string;
  scripts: Record<string, string>;
};
const cli = readFileSync(join(ROOT, 'src/cli.ts'), 'utf8');

/**
 * Checks a shell command line. Returns the first error, such as an unknown command or option, or
 * null.
 */
export function findCommandError(line: string): string | null {
  for (const command of line.replace(/\s#.*$/, '').split('&&')) {
    const words = command.trim().match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
    const assignments = words.splice(
      0,
      words.findIndex(word => !/^[A-Z_]+=/.test(word)),
    );
    const error = findEnvironmentError(assignments) ?? findProgramError(words);
    if (error) return error;
  }
  return null;
}

function findEnvironmentError(assignments: string[]): string | null {
  const variables = Object.fromEntries(assignments.map(assignment => assignment.split('=') as [string, string]));
  try {
    const known = readEnvironment(variables) as Record<string, unknown>;
    const unknown = Object.keys(variables).find(name => !(name in known));
    return unknown ? `${unknown} is not read` : null;
  } catch (error) {
    return (error as Error).message;
  }
}

function findProgramError([program, ...words]: string[]): string | null {
  switch (program) {
    case 'npm':
      return findNpmError(words);
    case 'npx':
      return words[0] === packageName
        ? findCheckError(words.slice(1))
        : `npx ${words[0]}: not a command of this package`;
    case 'curl':
      return findCurlError(words);
    default:
      return `${program}: unknown program`;
  }
}

function findNpmError([verb, ...words]: string[]): string | null {
  if (verb === 'ci') return null;
  if (verb === 'install' || verb === 'i') return null;
  const script = verb === 'run' ? words.shift() : verb;
  if (!script || !(script in scripts)) return `there is no script "${script}"`;
  return script === 'koji' ? findKojiError(words) : null;
}

function findKojiError([dashes, ...words]: string[]): string | null {
  if (dashes !== '--') return 'npm run koji needs "--" before its arguments; without it npm reads options itself';
  const command = COMMANDS.find(({ name }) => name === words.slice(0, 2).join(' '));
  if (!command) return `there is no command "${words.join(' ')}"`;
  const rest = words.slice(2);
  const options = command.options ?? [];
  const positionals: string[] = [];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('--')) {
      positionals.push(word);
      continue;
    }
    const option = options.find(({ notation }) => notation.split(' ')[0] === word);
    if (!option) return `${command.name} has no ${word}`;
    if (option.notation.includes('<') && rest.shift() === undefined) return `${word} needs a value`;
  }
  const expected = (command.arguments ?? []).length;
  if (positionals.length !== expected) return `${command.name} takes ${expected} arguments, not ${positionals.length}`;
  const missing = options.find(({ notation, isRequired }) => isRequired && !words.includes(notation.split(' ')[0]!));
  return missing ? `${command.name} needs ${missing.notation}` : null;
}

function findCheckError([command, url, ...options]: string[]): string | null {
  if (command !== 'check') return `koji-embed has no command "${command}"`;
  if (!url || !(url.startsWith('<') || URL.canParse(url))) return `"${url}" is not a URL`;
  const unknown = options.find(word => word.startsWith('--') && !cli.includes(`\n  ${word} `));
  return unknown ? `check has no ${unknown}` : null;
}

function findCurlError([url = '']: string[]): string | null {
  if (!URL.canParse(url)) return `"${url}" is not a URL`;
  const { pathname } = new URL(url);
  const routes = Object.keys((describeKoji() as { paths: object }).paths);
  const isRoute = routes.some(route => new RegExp(`^${route.replace(/\{\w+\}/g, '[^/]+')}$`).test(pathname));
  return isRoute ? null : `${pathname} is no route of Koji`;
}
