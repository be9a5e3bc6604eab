import { readFileSync, writeFileSync } from 'node:fs';
import type { Engine } from './engines/engine.ts';
import type { RunResult } from './run-scenario.ts';
import type { Scenario } from './scenarios.ts';

const RESULTS_FILE = new URL('RESULTS.md', import.meta.url);

/** The runs of one scenario in one engine: a cell of the tables. */
interface ScenarioRuns {
  started: number;
  /** Results of the runs that passed. */
  passed: RunResult[];
}

/** The results of all runs, by scenario and engine. */
export class Results {
  #runs = new Map<string, ScenarioRuns>();

  of(engine: Engine, scenario: Scenario): ScenarioRuns {
    const key = `${engine.name} ${scenario.name}`;
    const runs = this.#runs.get(key) ?? { started: 0, passed: [] };
    this.#runs.set(key, runs);
    return runs;
  }

  /** Counts the cells in which every run passed, and the others. */
  count(): { passed: number; failed: number } {
    const cells = [...this.#runs.values()];
    const passed = cells.filter(runs => runs.passed.length === runs.started).length;
    return { passed, failed: cells.length - passed };
  }
}

/** Formats the tables. Each cell is `runs that count/all runs`. */
export function formatResults(
  results: Results,
  engines: Engine[],
  scenarios: Scenario[],
  runs: number,
  seconds: number,
): string {
  const formatTable = (rows: Scenario[], counts: (result: RunResult) => boolean) =>
    [
      `| scenario | ${engines.map(({ name }) => name).join(' | ')} |`,
      `| --- |${' --- |'.repeat(engines.length)}`,
      ...rows.map(scenario => {
        const cells = engines.map(engine => {
          const { passed, started } = results.of(engine, scenario);
          return `${passed.filter(counts).length}/${started}`;
        });
        return `| ${scenario.name} | ${cells.join(' | ')} |`;
      }),
    ].join('\n');
  const versions = engines.map(
    engine => scenarios.flatMap(scenario => results.of(engine, scenario).passed)[0]?.version ?? engine.name,
  );
  return `${new Date().toISOString().slice(0, 10)}, ${versions.join(', ')}; ${runs} runs per cell, ${seconds} s.

Runs with one completion, the right reason and everything that was said:

${formatTable(scenarios, () => true)}

Runs in which a report of the page leave came through (the proxy's timer alone completed the others):

${formatTable(
  scenarios.filter(({ outcome }) => outcome === 'ends'),
  ({ isReported }) => isReported,
)}

Runs in which the page came back from the back/forward cache (the others loaded it again):

${formatTable(
  scenarios.filter(({ usesBackButton }) => usesBackButton),
  ({ isFromCache }) => isFromCache,
)}
`;
}

/** Writes the tables to RESULTS.md and keeps its hand-written notes. */
export function saveResults(tables: string): void {
  const notes = readFileSync(RESULTS_FILE, 'utf8').split('\n## Notes\n')[1] ?? '';
  writeFileSync(
    RESULTS_FILE,
    `# Leaving a page, in three engines\n\n\`npm run test:leaving -- --write\` writes this file.\n\n${tables}\n## Notes\n${notes}`,
  );
}
