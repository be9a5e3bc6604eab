/**
 * Draws how the due time of a lease moves, as SVG: once for wide screens and once for narrow ones.
 */

interface Step {
  at: string;
  event: string;
  /** When the completion is due after this event. */
  due: string;
  reason: string;
}

const STEPS: Step[] = [
  { at: '10:00', event: 'start', due: '10:30', reason: 'respondent_left' },
  { at: '10:04', event: 'an answer', due: '10:34', reason: 'respondent_left' },
  { at: '10:06', event: 'tab hidden', due: '10:16', reason: 'respondent_left' },
  { at: '10:09', event: 'tab visible again', due: '10:39', reason: 'respondent_left' },
  { at: '10:12:00', event: 'page left', due: '10:12:30', reason: 'respondent_left' },
];

const ALTERNATIVE_TEXT =
  'A staircase over time. Start at 10:00: due at 10:30. An answer at 10:04: due at 10:34. Tab hidden at 10:06: due at 10:16. ' +
  'Tab visible again at 10:09: due at 10:39. Page left at 10:12: due at 10:12:30, and sent then as respondent_left.';

/**
 * Lengths in pixels. `before` and `after` are the widths of the text columns; with 0 the text is
 * drawn above each line.
 */
interface Measures {
  width: number;
  before: number;
  after: number;
  row: number;
}

/** Width of the column with the time of day. */
const TIME_WIDTH = 64;

const WIDE: Measures = { width: 704, before: 184, after: 204, row: 44 };
const NARROW: Measures = { width: 328, before: 0, after: 0, row: 60 };

export const renderLeaseDiagram = (): string =>
  `<figure class="lease">${drawStaircase('wide', WIDE)}${drawStaircase('narrow', NARROW)}<figcaption>At any moment (any vertical line) there is exactly one solid bar: the completion that is due.</figcaption></figure>`;

function drawStaircase(name: string, { width, before, after, row }: Measures): string {
  const isNarrow = before === 0;
  const from = before + 8;
  const to = width - after - 8;
  const xOf = (step: number) => from + ((to - from) * step) / (STEPS.length + 0.6);
  const height = STEPS.length * row + (isNarrow ? 4 : 8);
  const yOf = (step: number) => (isNarrow ? step * row + 44 : step * row + row / 2);

  const rows = STEPS.map(({ at, event, due, reason }, step) => {
    const isLast = step === STEPS.length - 1;
    const [x, next, y] = [xOf(step), xOf(step + 1), yOf(step)];
    const textY = isNarrow ? y - 20 : y + 5;
    const outcome = isLast ? `${due} sent` : `due ${due}`;
    return [
      isLast
        ? `<circle class="sent" cx="${next}" cy="${y}" r="7"/>`
        : `<path class="given-up" d="M${next} ${y}H${to - 6}"/><circle class="given-up" cx="${to}" cy="${y}" r="5"/>`,
      `<path class="due" d="M${x} ${y}H${next}${isLast ? '' : `V${yOf(step + 1)}`}"/>`,
      `<circle class="event" cx="${x}" cy="${y}" r="5"/>`,
      `<text class="at" x="0" y="${textY}">${at}</text><text x="${TIME_WIDTH}" y="${textY}">${event}</text>`,
      `<text class="${isLast ? 'sent' : 'until'}" x="${width}" y="${textY}" text-anchor="end">${outcome}${isNarrow ? '' : ` · ${reason}`}</text>`,
    ].join('');
  });
  return `<svg class="${name}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${ALTERNATIVE_TEXT}">${rows.join('')}</svg>`;
}
