#!/usr/bin/env node
/** `npx koji-embed check <proxy-url>`: does this proxy keep the contract? */
import { parseArgs } from 'node:util';
import { checkProxy } from './check/check.ts';
import { formatReport } from './check/report.ts';
import { parseDuration } from './server/durations.ts';

const USAGE = `npx koji-embed check <proxy-url> [options]

Plays the proxy contract against a running proxy and tells, row by row, what holds.
It starts some fifteen interviews, so point it at a project made for tests.

  --study <name>       the study to start, where the proxy has several
  --origin <origin>    the origin of your page, where it is not the proxy's own: an allowed one
  --open               the proxy is meant to answer every origin
  --patience <time>    how long to wait for a grace to end, and where a rate limit says so (60s)
  --slack <time>       how late a completion may come (5s); 70s where a scheduler sends them once a minute
  --json               the report as JSON

Exit code 0: no row fails (rows that could not be checked say why); 1: some do; 2: it could not be asked like this.
`;

class Misuse extends Error {}

/** @throws Misuse */
function readArguments(args: string[]) {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  const [command, url, ...rest] = positionals;
  if (command !== 'check' || !url || rest.length > 0) throw new Misuse('Say: check <proxy-url>.');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new Misuse(`"${url}" is not the address of a proxy, such as https://www.example.com/koji.`);
  }
  const { origin, study, open: isOpen = false, json = false } = values;
  if (origin !== undefined && (!URL.canParse(origin) || new URL(origin).origin !== origin)) {
    throw new Misuse(`"${origin}" is not an origin, such as https://www.example.com.`);
  }
  return {
    json,
    options: {
      url,
      isOpen,
      ...(origin === undefined ? {} : { origin }),
      ...(study === undefined ? {} : { study }),
      ...readTimes(values),
    },
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        study: { type: 'string' },
        origin: { type: 'string' },
        open: { type: 'boolean' },
        patience: { type: 'string' },
        slack: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new Misuse((error as Error).message);
  }
}

function readTimes(values: { patience?: string; slack?: string }) {
  const times: { patience?: number; slack?: number } = {};
  for (const name of ['patience', 'slack'] as const) {
    const text = values[name];
    if (text === undefined) continue;
    try {
      times[name] = parseDuration(text, `--${name}`);
    } catch (error) {
      throw new Misuse((error as Error).message);
    }
  }
  return times;
}

/** Colours where somebody looks, unless they ask for none (https://no-color.org). */
const style = () => ({
  hasColour: process.stdout.isTTY === true && !process.env.NO_COLOR,
  width: process.stdout.columns ?? 100,
});

try {
  const asked = readArguments(process.argv.slice(2));
  if (asked) {
    const report = await checkProxy(asked.options);
    process.stdout.write(`${asked.json ? JSON.stringify(report, null, 2) : formatReport(report, style())}\n`);
    process.exitCode = report.fails > 0 ? 1 : 0;
  } else process.stdout.write(USAGE);
} catch (error) {
  if (!(error instanceof Misuse)) throw error;
  process.stderr.write(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
