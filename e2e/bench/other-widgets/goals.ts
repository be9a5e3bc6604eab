import type { Table, TableCell } from '../support/benchmark.ts';
import { type Summary, summarize } from '../support/statistics.ts';
import { NETWORKS, type Network, type VisitMeasurements } from './measure-visit.ts';
import { koji, kojiIdle, type MeasuredWidget, otherWidgets } from './widgets.ts';

/** The visits to one widget's page on one network, each with all its ways of pressing. */
export interface Measurements extends VisitMeasurements {
  /** `readyToType` of another visit, in which the mouse rests on the launcher before the press. */
  readyToTypeAfterHover: number;
  /** `readyToType` of another visit, with a finger. */
  readyToTypeAfterTap: number;
}

/** Summarizes what a widget's visits measured on one network. */
export type Summarize = (
  widget: MeasuredWidget,
  network: Network,
  select: (measurements: Measurements) => number,
) => Summary;

/** Summarizes the visits of each widget, which are listed by network in the order of `NETWORKS`. */
export const createSummarize =
  (visits: Map<MeasuredWidget, Measurements[][]>): Summarize =>
  (widget, network, select) =>
    summarize(visits.get(widget)![NETWORKS.indexOf(network)]!.map(select));

interface Goal {
  name: string;
  /** Our figure. */
  measured: Summary;
  goal: string;
  isReached: boolean;
}

const [FAST_3G, CABLE] = NETWORKS as [Network, Network];
const formatInteger = (value: number) => Math.round(value).toLocaleString('en');

const toCell = (summary: Summary): TableCell => {
  const [median, low, high] = [summary.median, summary.p10, summary.p90].map(formatInteger);
  return { text: low === high ? median! : `${median} (${low} to ${high})`, summary };
};

/** Reached if our median is not above the limit. */
const atMost = (name: string, measured: Summary, limit: number, because = ''): Goal => ({
  name,
  measured,
  goal: `at most ${formatInteger(limit)}${because}`,
  isReached: measured.median <= limit,
});

/** The other widget with the least median. */
function findBest(widgets: MeasuredWidget[], summarizeOther: (widget: MeasuredWidget) => Summary) {
  const all = widgets.map(({ name }, index) => ({ name, summary: summarizeOther(widgets[index]!) }));
  return all.toSorted((one, other) => one.summary.median - other.summary.median)[0];
}

/** Reached if our longest visit is shorter than the shortest of every other widget. */
function aheadOfAll(name: string, measure: (widget: MeasuredWidget) => Summary): Goal {
  const shortest = Math.min(...otherWidgets.map(widget => measure(widget).p10));
  const measured = measure(koji);
  return {
    name,
    measured,
    goal: `ranges below every other widget’s, which begin at ${formatInteger(shortest)}`,
    isReached: measured.p90 < shortest,
  };
}

function listGoals(summarizeVisits: Summarize): Goal[] {
  const pressed = (widget: MeasuredWidget, network: Network) =>
    summarizeVisits(widget, network, ({ readyToType }) => readyToType);
  // Requests to other hosts fail at once here and have no bytes.
  const loadsAfterPress = (widget: MeasuredWidget) =>
    summarizeVisits(widget, FAST_3G, visit => visit.bytesUntilReady - visit.bytesAtLoad).median > 0;
  const bestLoader = findBest(otherWidgets.filter(loadsAfterPress), widget => pressed(widget, FAST_3G));

  const onEachNetwork = NETWORKS.flatMap(network => {
    const mainThread = (widget: MeasuredWidget) => summarizeVisits(widget, network, visit => visit.mainThread);
    const bestMainThread = findBest(otherWidgets, mainThread)!;
    return [
      aheadOfAll(`navigation to ready, launcher pressed at once, ${network.name}, ms`, widget =>
        summarizeVisits(widget, network, visit => visit.launcherReady + visit.readyToType),
      ),
      atMost(
        `main thread until ready, ${network.name}, ms`,
        mainThread(koji),
        bestMainThread.summary.median,
        `, as ${bestMainThread.name}`,
      ),
      atMost(
        `the next page’s document to the running interview painted, ${network.name}, ms`,
        summarizeVisits(koji, network, visit => visit.resumed!),
        network.latency + 100,
        ': one round trip and 100 ms',
      ),
    ];
  });

  return [
    atMost('press to ready, fast 3G, ms', pressed(koji, FAST_3G), 330),
    ...(bestLoader
      ? [
          atMost(
            'press to ready, fast 3G, ms',
            pressed(koji, FAST_3G),
            0.7 * bestLoader.summary.median,
            `: 0.7 × ${bestLoader.name}, the best that loads or asks something after the press`,
          ),
        ]
      : []),
    atMost(
      'the same after hovering, ms',
      summarizeVisits(koji, FAST_3G, visit => visit.readyToTypeAfterHover),
      230,
    ),
    atMost('the same with `preload=idle`, ms', pressed(kojiIdle, FAST_3G), 230),
    atMost('press to ready, cable, ms', pressed(koji, CABLE), 110),
    ...onEachNetwork,
    atMost(
      'requests until it can be answered',
      summarizeVisits(koji, FAST_3G, visit => visit.requestsUntilReady),
      3,
    ),
    atMost(
      'bytes when the page has loaded',
      summarizeVisits(koji, FAST_3G, visit => visit.bytesAtLoad),
      1450,
    ),
  ];
}

/** A table of this project's goals: what was measured, and whether the median reaches the goal. */
export const createGoalTable = (summarizeVisits: Summarize): Table => ({
  title: 'Goals',
  columns: ['', 'koji-embed', 'goal', 'reached'],
  rows: listGoals(summarizeVisits).map(({ name, measured, goal, isReached }) => [
    name,
    toCell(measured),
    goal,
    isReached ? 'yes' : '**no**',
  ]),
});
