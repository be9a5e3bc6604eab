import * as Plot from '@observablehq/plot';
import { raw } from 'hono/html';
import { parseHTML } from 'linkedom';
import type { Html } from './format.ts';

/**
 * Charts as SVG, drawn on the server. Colours are the style sheet's, so that they follow the scheme. A chart is no more
 * than a picture: what it shows stands in a table beside it, and it is hidden from those who listen.
 */

const { document } = parseHTML('<html><body></body></html>');

/** The width charts are drawn for: that of a phone's column, so that their text is as large as drawn there. */
const WIDTH = 340;
const INK = 'var(--ink)';
const SOFT = 'var(--ink-soft)';
const FILL = 'var(--accent)';
const GROUND = 'var(--accent-ground)';

function draw(options: Plot.PlotOptions): Html {
  const svg = Plot.plot({
    document: document as unknown as Document,
    className: 'chart',
    width: WIDTH,
    style: { fontSize: '13px' },
    ...options,
  });
  // Neither may stand in a page under a strict policy; `dashboard.css` says the same.
  for (const style of svg.querySelectorAll('style')) style.remove();
  for (const styled of [svg, ...svg.querySelectorAll('[style]')]) styled.removeAttribute('style');
  svg.setAttribute('aria-hidden', 'true');
  return raw(svg.outerHTML) as Html;
}

/** Standing bars over the steps of a scale, each with its number above it. */
export const histogram = (steps: { value: number; count: number }[]): Html =>
  draw({
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
  });

export interface BarRow {
  label: string;
  /** How long the bar is, 0 to `longest`. */
  length: number;
  /** What stands at its end. */
  text: string;
}

const ROW = 46;

/** Lying bars, each under its own label, however long that is. */
export const bars = (rows: BarRow[], longest: number): Html => {
  // Labels may repeat; places don't.
  const placed = rows.map((row, place) => ({ ...row, place, longest }));
  return draw({
    height: rows.length * ROW,
    margin: 0,
    marginRight: 48,
    x: { axis: null, domain: [0, longest || 1] },
    y: { axis: null, type: 'band', padding: 0, domain: placed.map(({ place }) => place) },
    marks: [
      Plot.text(placed, {
        x: 0,
        y: 'place',
        text: 'label',
        textAnchor: 'start',
        dy: -8,
        fill: INK,
        lineWidth: 25,
        textOverflow: 'ellipsis',
      }),
      Plot.barX(placed, { x: 'longest', y: 'place', fill: GROUND, rx: 4, insetTop: 26, insetBottom: 12 }),
      Plot.barX(placed, { x: 'length', y: 'place', fill: FILL, rx: 4, insetTop: 26, insetBottom: 12 }),
      Plot.text(placed, { x: 'longest', y: 'place', text: 'text', textAnchor: 'end', dx: 46, dy: 7, fill: INK }),
    ],
  });
};

export interface Stack {
  start: Date;
  kind: string;
  count: number;
}

/** How many of each kind, stretch by stretch. `colours` gives the kinds in their order from the ground up. */
export const stacks = (stacked: Stack[], interval: 'day' | 'week' | 'month', colours: Record<string, string>): Html =>
  draw({
    height: 180,
    marginLeft: 32,
    marginRight: 8,
    marginBottom: 42,
    x: { label: null, type: 'utc', nice: false, ticks: ticksAt(stacked.map(({ start }) => start)) },
    y: { label: null, ticks: 4, tickFormat: whole, grid: true },
    color: { domain: Object.keys(colours), range: Object.values(colours) },
    marks: [
      Plot.rectY(stacked, {
        x: 'start',
        y: 'count',
        fill: 'kind',
        interval: interval === 'week' ? MONDAYS : interval,
        order: Object.keys(colours),
      }),
      Plot.ruleY([0], { stroke: SOFT }),
    ],
  });

/** Of few days each has its own tick: the axis would count their hours. */
function ticksAt(starts: Date[]): number | Date[] {
  const different = [...new Set(starts.map(start => start.getTime()))].sort((a, b) => a - b);
  return different.length <= 4 ? different.map(time => new Date(time)) : 4;
}

/** There is no half an interview. */
const whole = (count: number) => (Number.isInteger(count) ? String(count) : '');

/** As the database has it: weeks begin on Mondays, 00:00 UTC. */
const WEEK = 7 * 86_400_000;
const FIRST_MONDAY = 4 * 86_400_000;
const MONDAYS = {
  floor: (date: Date) => new Date(Math.floor((date.getTime() - FIRST_MONDAY) / WEEK) * WEEK + FIRST_MONDAY),
  offset: (date: Date, steps = 1) => new Date(date.getTime() + steps * WEEK),
  range: (start: Date, stop: Date) => {
    const dates: Date[] = [];
    for (let at = MONDAYS.floor(new Date(start.getTime() + WEEK - 1)); at < stop; at = MONDAYS.offset(at))
      dates.push(at);
    return dates;
  },
};

/** A value from 1 to 5 over time. */
export const line = (points: { start: Date; value: number }[]): Html =>
  draw({
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
  });
