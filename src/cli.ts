#!/usr/bin/env node
/** `npx koji-embed check <proxy-url>`: checks a running proxy against the proxy contract. */
import { parseArgs } from 'node:util';
import { checkProxy } from './check/check.ts';
import { formatReport } from './check/report.ts';
import { parseDuration } from './server/parse-duration.ts';

const USAGE = `npx koji-embed check <proxy-url> [options]

Checks a running proxy against the proxy contract and reports, rule by rule, what holds.
It starts some twenty interviews, so use a project made for tests.

  --study <name>       the study to start, if the proxy has several
  --origin <origin>    the origin of your page, if it differs from the proxy's: one of the allowed origins
  --open               the proxy is meant to accept every origin
  --identifies         the proxy identifies respondents itself, and drops what a page says about them
  --patience <time>    longest wait for a leave grace to end, and for Retry-After (60s)
  --slack <time>       how late a completion may be (5s); use 70s if a scheduler sends them once a minute
  --json               print the report as JSON

Exit code 0: no rule fails (skipped rules say why). 1: some rules fail. 2: the command was used wrongly.
`;

class UsageError extends Error {}

/** @throws UsageError */
function readArguments(args: string[]) {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  const [command, url, ...rest] = positionals;
  if (command !== 'check' || !url || rest.length > 0) throw new UsageError('Expected: check <proxy-url>.');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new UsageError(`"${url}" is not the address of a proxy, such as https://www.example.com/koji.`);
  }
  const { origin, study, open: isOpen = false, identifies = false, json = false } = values;
  if (origin !== undefined && (!URL.canParse(origin) || new URL(origin).origin !== origin)) {
    throw new UsageError(`--origin: "${origin}" is not an origin, such as https://www.example.com.`);
  }
  return {
    json,
    options: {
      url,
      acceptsEveryOrigin: isOpen,
      identifiesRespondents: identifies,
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
        identifies: { type: 'boolean' },
        patience: { type: 'string' },
        slack: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
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
      throw new UsageError((error as Error).message);
    }
  }
  return times;
}

/** Colours only for a terminal, and not if NO_COLOR is set (https://no-color.org). */
const terminalStyle = () => ({
  hasColour: process.stdout.isTTY === true && !process.env.NO_COLOR,
  width: process.stdout.columns ?? 100,
});

try {
  const parsed = readArguments(process.argv.slice(2));
  if (parsed) {
    const report = await checkProxy(parsed.options);
    process.stdout.write(`${parsed.json ? JSON.stringify(report, null, 2) : formatReport(report, terminalStyle())}\n`);
    process.exitCode = report.fails > 0 ? 1 : 0;
  } else process.stdout.write(USAGE);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
