import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';

/** A regular expression and where it stands. */
export interface Pattern {
  regExp: RegExp;
  /** The file of a literal. "made by code" for an expression that the running code has created. */
  origin: string;
}

/** The regular expression literals in the TypeScript files below a folder, without its tests. */
export function listLiteralPatterns(folder: string): Pattern[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    file => /\.tsx?$/.test(file) && !/\.test\.tsx?$|(?:^|[/\\])testing[/\\]/.test(file),
  );
  return files.flatMap(file => {
    const patterns: Pattern[] = [];
    const { program } = parseSync(file, readFileSync(join(folder, file), 'utf8'));
    new Visitor({
      Literal(node) {
        if (!('regex' in node)) return;
        const { pattern, flags } = node.regex;
        patterns.push({ regExp: new RegExp(pattern, flags), origin: file });
      },
    }).visit(program);
    return patterns;
  });
}

/**
 * The regular expressions that code below `folder` uses during a synchronous call, among them those
 * that are made with `new RegExp(…)`. The patterns of packages are left out.
 */
export function listPatternsInUse(folder: string, run: () => void): Pattern[] {
  const patterns = new Map<string, Pattern | null>();
  const { exec, test } = RegExp.prototype;
  const record = (regExp: RegExp) => {
    const source = String(regExp);
    if (patterns.has(source)) return;
    // `match`, `replace` and the like call `exec` from a frame without a file.
    const caller = new Error()
      .stack!.split('\n')
      .slice(3)
      .find(line => !line.includes('<anonymous>'));
    patterns.set(source, caller?.includes(folder) ? { regExp, origin: 'made by code' } : null);
  };
  RegExp.prototype.exec = function recordAndExec(text) {
    record(this);
    return exec.call(this, text);
  };
  RegExp.prototype.test = function recordAndTest(text) {
    record(this);
    return exec.call(this, text) !== null;
  };
  try {
    run();
  } finally {
    Object.assign(RegExp.prototype, { exec, test });
  }
  return [...patterns.values()].filter(pattern => pattern !== null);
}
