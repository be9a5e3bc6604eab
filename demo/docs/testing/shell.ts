import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEnvironment } from '../../environment.ts';
import { COMMANDS } from '../../koji/commands/commands.ts';
import { describeKoji } from '../../openapi/koji.ts';
import { ROOT } from '../markdown.ts';

const { name: packageName, scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  name: string;
  scripts: Record<string, string>;
};
const cli = readFileSync(join(ROOT, 'src/cli.ts'), 'utf8');

/** What is wrong with a line of a shell, or null: a command that there isn't, an option it does not have. */
export function faultOf(line: string): string | null {
  for (const command of line.replace(/\s#.*$/, '').split('&&')) {
    const words = command.trim().match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
    const settings = words.splice(
      0,
      words.findIndex(word => !/^[A-Z_]+=/.test(word)),
    );
    const fault = settingsFault(settings) ?? commandFault(words);
    if (fault) return fault;
  }
  return null;
}

function settingsFault(settings: string[]): string | null {
  const given = Object.fromEntries(settings.map(setting => setting.split('=') as [string, string]));
  try {
    const known = readEnvironment(given) as Record<string, unknown>;
    const unknown = Object.keys(given).find(name => !(name in known));
    return unknown ? `${unknown} is not read` : null;
  } catch (error) {
    return (error as Error).message;
  }
}

function commandFault([program, ...words]: string[]): string | null {
  switch (program) {
    case 'npm':
      return npmFault(words);
    case 'npx':
      return words[0] === packageName ? checkFault(words.slice(1)) : `npx ${words[0]} is not ours`;
    case 'curl':
      return curlFault(words);
    default:
      return `${program} is not known here`;
  }
}

function npmFault([verb, ...words]: string[]): string | null {
  if (verb === 'ci') return null;
  if (verb === 'install' || verb === 'i') return null;
  const script = verb === 'run' ? words.shift() : verb;
  if (!script || !(script in scripts)) return `there is no script "${script}"`;
  return script === 'koji' ? kojiFault(words) : null;
}

function kojiFault([dashes, ...words]: string[]): string | null {
  if (dashes !== '--') return 'npm keeps options for itself where no -- stands before them';
  const command = COMMANDS.find(({ name }) => name === words.slice(0, 2).join(' '));
  if (!command) return `there is no command "${words.join(' ')}"`;
  const rest = words.slice(2);
  const options = command.options ?? [];
  const given: string[] = [];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('--')) {
      given.push(word);
      continue;
    }
    const option = options.find(({ notation }) => notation.split(' ')[0] === word);
    if (!option) return `${command.name} has no ${word}`;
    if (option.notation.includes('<') && rest.shift() === undefined) return `${word} needs a value`;
  }
  const wanted = (command.arguments ?? []).length;
  if (given.length !== wanted) return `${command.name} takes ${wanted} arguments, not ${given.length}`;
  const missing = options.find(({ notation, isRequired }) => isRequired && !words.includes(notation.split(' ')[0]!));
  return missing ? `${command.name} needs ${missing.notation}` : null;
}

function checkFault([command, url, ...options]: string[]): string | null {
  if (command !== 'check') return `koji-embed has no command "${command}"`;
  if (!url || !(url.startsWith('<') || URL.canParse(url))) return `"${url}" is no address`;
  const unknown = options.find(word => word.startsWith('--') && !cli.includes(`\n  ${word} `));
  return unknown ? `check has no ${unknown}` : null;
}

function curlFault([url = '']: string[]): string | null {
  if (!URL.canParse(url)) return `"${url}" is no address`;
  const { pathname } = new URL(url);
  const routes = Object.keys((describeKoji() as { paths: object }).paths);
  const isRoute = routes.some(route => new RegExp(`^${route.replace(/\{\w+\}/g, '[^/]+')}$`).test(pathname));
  return isRoute ? null : `${pathname} is no route of Koji`;
}
