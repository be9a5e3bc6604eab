import { readFileSync, writeFileSync } from 'node:fs';
import type { Engine } from './engines/engine.ts';
import type { RunResult } from './run-scenario.ts';
import type { Scenario } from './scenarios.ts';

const RESULTS = new URL('RESULTS.md', import.meta.url);

/** What came of the runs of one scenario in one engine. */
interface Cell {
  played: number;
  wrong: string[];
  outcomes: RunResult[];
}

/** The score of a session, by scenario and engine. */
export class Results {
  #cells = new Map<string, Cell>();

  of(engine: Engine, scenario: Scenario): Cell {
    const key = `${engine.name} ${scenario.name}`;
    const cell = this.#cells.get(key) ?? { played: 0, wrong: [], outcomes: [] };
    this.#cells.set(key, cell);
    return cell;
  }

  /** Cells in which every run was right, and the others. */
  count(): { passed: number; failed: number } {
    const all = [...this.#cells.values()];
    const passed = all.filter(({ played, outcomes }) => outcomes.length === played).length;
    return { passed, failed: all.length - passed };
  }
}

/** The tables, k of N a cell. */
export function formatResults(
  score: Results,
  engines: Engine[],
  scenarios: Scenario[],
  runs: number,
  seconds: number,
): string {
  const table = (counts: (outcome: RunResult) => boolean, which: Scenario[]) =>
    [
      `| scenario | ${engines.map(({ name }) => name).join(' | ')} |`,
      `| --- |${' --- |'.repeat(engines.length)}`,
      ...which.map(scenario => {
        const figures = engines.map(engine => {
          const { outcomes, played } = score.of(engine, scenario);
          return `${outcomes.filter(counts).length}/${played}`;
        });
        return `| ${scenario.name} | ${figures.join(' | ')} |`;
      }),
    ].join('\n');
  const versions = engines.map(
    engine => scenarios.flatMap(scenario => score.of(engine, scenario).outcomes)[0]?.version ?? engine.name,
  );
  return `${new Date().toISOString().slice(0, 10)}, ${versions.join(', ')}; ${runs} runs a cell, ${seconds} s.

One completion, for the right reason, with everything that was said:

${table(() => true, scenarios)}

Runs in which a report of the page came through after it was left (the others are completed by the proxy's timer alone):

${table(
  ({ isReported }) => isReported,
  scenarios.filter(({ ends }) => ends === 'left'),
)}

Runs in which the page that was come back to had been kept in the back/forward cache (the others loaded it anew):

${table(
  ({ isFromCache }) => isFromCache,
  scenarios.filter(({ usesBackButton }) => usesBackButton),
)}
`;
}

/** Keeps the tables in RESULTS.md. The notes are written by people, and stay. */
export function saveResults(results: string): void {
  const notes = readFileSync(RESULTS, 'utf8').split('\n## Notes\n')[1] ?? '';
  writeFileSync(
    RESULTS,
    `# Leaving, in three engines\n\nWritten by \`npm run test:leaving -- --write\`.\n\n${results}\n## Notes\n${notes}`,
  );
}
