/** @jsxImportSource hono/jsx */
import * as Plot from '@observablehq/plot';
import type { Child } from 'hono/jsx';
import { parseHTML } from 'linkedom';

/**
 * Charts as SVG, drawn on the server. Their colours are custom properties of the style sheet, so
 * that they follow the light and dark scheme. Screen readers get the table beside each chart instead.
 */

const { document } = parseHTML('<html><body></body></html>');

/** Width in CSS pixels: a column on a phone, where the chart's text then has its drawn size. */
const WIDTH = 340;
const INK = 'var(--text)';
const SOFT = 'var(--text-muted)';
const FILL = 'var(--accent)';
const GROUND = 'var(--accent-muted)';

function PlotChart({ options }: { options: Plot.PlotOptions }) {
  const svg = Plot.plot({
    document: document as unknown as Document,
    className: 'chart',
    width: WIDTH,
    style: { fontSize: '13px' },
    ...options,
  });
  // A strict policy forbids inline styles; `dashboard.css` has the same rules.
  for (const style of svg.querySelectorAll('style')) style.remove();
  for (const styled of [svg, ...svg.querySelectorAll('[style]')]) styled.removeAttribute('style');
  svg.setAttribute('aria-hidden', 'true');
  return <>{toJsx(svg)}</>;
}

/** The same nodes in JSX, so that labels are escaped like all other text. */
function toJsx(node: Node): Child {
  if (node.nodeType !== node.ELEMENT_NODE) return node.textContent;
  const { localName: Tag, attributes, childNodes } = node as Element & { localName: 'g' };
  return (
    <Tag {...Object.fromEntries([...attributes].map(({ name, value }) => [name, value]))}>
      {[...childNodes].map(toJsx)}
    </Tag>
  );
}

/** A column for each step of a scale, with its count above it. */
export const Histogram = ({ steps }: { steps: { value: number; count: number }[] }) => (
  <PlotChart
    options={{
      height: 150,
      marginTop: 20,
      marginBottom: 24,
      marginLeft: 0,
      marginRight: 0,
      x: { label: null, padding: 0.15, tickSize: 0, type: 'band' },
      y: { axis: null },
      marks: [
        Plot.barY(steps, { x: 'value', y: 'count', fill: FILL, rx: 3 }),
        Plot.text(
          steps.filter(({ count }) => count > 0),
          { x: 'value', y: 'count', text: ({ count }) => String(count), dy: -9, fill: SOFT },
        ),
        Plot.ruleY([0], { stroke: SOFT }),
      ],
    }}
  />
);

export interface Bar {
  label: string;
  /** Length of the bar, from 0 to the chart's `longest`. */
  length: number;
  /** Shown at the end of the bar. */
  text: string;
}

const BAR_HEIGHT = 46;

/** Horizontal bars, each below its label. A label that is too long ends in an ellipsis. */
export function BarChart({ bars, longest }: { bars: Bar[]; longest: number }) {
  // Two labels may be the same, so the rows are told apart by number.
  const rows = bars.map((bar, row) => ({ ...bar, row, longest }));
  return (
    <PlotChart
      options={{
        height: bars.length * BAR_HEIGHT,
        margin: 0,
        marginRight: 48,
        x: { axis: null, domain: [0, longest || 1] },
        y: { axis: null, type: 'band', padding: 0, domain: rows.map(({ row }) => row) },
        marks: [
          Plot.text(rows, {
            x: 0,
            y: 'row',
            text: 'label',
            textAnchor: 'start',
            dy: -8,
            fill: INK,
            lineWidth: 25,
            textOverflow: 'ellipsis',
          }),
          Plot.barX(rows, { x: 'longest', y: 'row', fill: GROUND, rx: 4, insetTop: 26, insetBottom: 12 }),
          Plot.barX(rows, { x: 'length', y: 'row', fill: FILL, rx: 4, insetTop: 26, insetBottom: 12 }),
          Plot.text(rows, { x: 'longest', y: 'row', text: 'text', textAnchor: 'end', dx: 46, dy: 7, fill: INK }),
        ],
      }}
    />
  );
}

export interface StackedCount {
  /** When the day, week or month began. */
  start: Date;
  kind: string;
  count: number;
}

export interface StackedColumnsProps {
  counts: StackedCount[];
  interval: 'day' | 'week' | 'month';
  /** Colours by kind, the lowest of the stack first. */
  colours: Record<string, string>;
}

/** Counts of several kinds, stacked in a column for each day, week or month. */
export const StackedColumns = ({ counts, interval, colours }: StackedColumnsProps) => (
  <PlotChart
    options={{
      height: 180,
      marginLeft: 32,
      marginRight: 8,
      marginBottom: 42,
      x: { label: null, type: 'utc', nice: false, ticks: ticksFor(counts.map(({ start }) => start)) },
      y: { label: null, ticks: 4, tickFormat: formatWholeNumber, grid: true },
      color: { domain: Object.keys(colours), range: Object.values(colours) },
      marks: [
        Plot.rectY(counts, {
          x: 'start',
          y: 'count',
          fill: 'kind',
          // The database's weeks begin on Mondays, Plot's `week` on Sundays.
          interval: interval === 'week' ? 'monday' : interval,
          order: Object.keys(colours),
        }),
        Plot.ruleY([0], { stroke: SOFT }),
      ],
    }}
  />
);

/** About four ticks. Up to four dates get a tick each, where Plot would put ticks at hours. */
function ticksFor(starts: Date[]): number | Date[] {
  const times = [...new Set(starts.map(start => start.getTime()))].sort((a, b) => a - b);
  return times.length <= 4 ? times.map(time => new Date(time)) : 4;
}

/** Hides ticks at fractions of an interview. */
const formatWholeNumber = (count: number) => (Number.isInteger(count) ? String(count) : '');

/** A value from 1 to 5 over time. */
export const LineChart = ({ points }: { points: { start: Date; value: number }[] }) => (
  <PlotChart
    options={{
      height: 180,
      marginLeft: 32,
      marginRight: 8,
      marginBottom: 42,
      x: { label: null, type: 'utc', ticks: 4 },
      y: { label: null, domain: [1, 5], ticks: 5, tickFormat: 'd', grid: true },
      marks: [
        Plot.lineY(points, { x: 'start', y: 'value', stroke: FILL, strokeWidth: 2 }),
        Plot.dot(points, { x: 'start', y: 'value', fill: FILL, r: 3.5 }),
      ],
    }}
  />
);
