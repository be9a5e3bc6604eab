/** How the lease moves, as a picture: on a wide screen with its words beside it, on a narrow one with its words between. */

interface Step {
  at: string;
  what: string;
  /** When the completion is due after this. */
  due: string;
  reason: string;
}

const STEPS: Step[] = [
  { at: '10:00', what: 'start', due: '10:30', reason: 'respondent_left' },
  { at: '10:04', what: 'an answer', due: '10:34', reason: 'respondent_left' },
  { at: '10:06', what: 'tab hidden', due: '10:16', reason: 'respondent_left' },
  { at: '10:09', what: 'tab in sight again', due: '10:39', reason: 'respondent_left' },
  { at: '10:12:00', what: 'page left', due: '10:12:30', reason: 'respondent_left' },
];

const SAID =
  'A staircase in time. Start at 10:00: due at 10:30. An answer at 10:04: due at 10:34. Tab hidden at 10:06: due at 10:16. ' +
  'Tab in sight again at 10:09: due at 10:39. Page left at 10:12: due at 10:12:30, and sent then, as respondent_left.';

/** Lengths in pixels. `before` and `after` are the columns of words; without them the words stand above their line. */
interface Measures {
  width: number;
  before: number;
  after: number;
  row: number;
}

/** Where words begin after a time of the day. */
const AT = 64;

const WIDE: Measures = { width: 704, before: 184, after: 204, row: 44 };
const NARROW: Measures = { width: 328, before: 0, after: 0, row: 60 };

export const leaseDiagram = (): string =>
  `<figure class="lease">${draw('wide', WIDE)}${draw('narrow', NARROW)}<figcaption>Wherever you draw a vertical line, it crosses exactly one solid bar: the completion that is due.</figcaption></figure>`;

function draw(name: string, { width, before, after, row }: Measures): string {
  const isNarrow = before === 0;
  const from = before + 8;
  const to = width - after - 8;
  const place = (step: number) => from + ((to - from) * step) / (STEPS.length + 0.6);
  const height = STEPS.length * row + (isNarrow ? 4 : 8);
  const line = (step: number) => (isNarrow ? step * row + 44 : step * row + row / 2);

  const rows = STEPS.map(({ at, what, due, reason }, step) => {
    const isLast = step === STEPS.length - 1;
    const [x, next, y] = [place(step), place(step + 1), line(step)];
    const words = isNarrow ? y - 20 : y + 5;
    const said = isLast ? `${due} sent` : `due ${due}`;
    return [
      isLast
        ? `<circle class="sent" cx="${next}" cy="${y}" r="7"/>`
        : `<path class="given-up" d="M${next} ${y}H${to - 6}"/><circle class="given-up" cx="${to}" cy="${y}" r="5"/>`,
      `<path class="due" d="M${x} ${y}H${next}${isLast ? '' : `V${line(step + 1)}`}"/>`,
      `<circle class="event" cx="${x}" cy="${y}" r="5"/>`,
      `<text class="at" x="0" y="${words}">${at}</text><text x="${AT}" y="${words}">${what}</text>`,
      `<text class="${isLast ? 'sent' : 'until'}" x="${width}" y="${words}" text-anchor="end">${said}${isNarrow ? '' : ` · ${reason}`}</text>`,
    ].join('');
  });
  return `<svg class="${name}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${SAID}">${rows.join('')}</svg>`;
}
