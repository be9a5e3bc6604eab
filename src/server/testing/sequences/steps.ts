import fc from 'fast-check';
import { REASONS, type Reason } from '../../../interview/completion.ts';

/** How Koji is. */
export const WEATHERS = [
  'fine',
  /** Works at once, answers 3 seconds later. */
  'slow',
  /** Works and answers 10 seconds later: longer than a page waits. */
  'sluggish',
  /** Works 45 seconds later, when the proxy has given up. */
  'glacial',
  /** Works, and never answers. */
  'mute',
  /** Works, and the connection breaks before the answer. */
  'cut',
  /** No connection. */
  'down',
  /** 429, to come back in 20 seconds. */
  'rate-limited',
  /** 429, without a word on when. */
  'crowded',
  /** 503. */
  'overloaded',
  /** 503, to come back in 10 minutes. */
  'in-maintenance',
  /** 200, and a page of HTML. */
  'strange',
  /** 401. */
  'unauthorized',
  /** 403. */
  'forbids',
  /** 404. */
  'forgetful',
] as const;
export type Weather = (typeof WEATHERS)[number];

/** What the network does to a request: milliseconds are a delay. */
export type Fate = 'arrives' | 'lost' | 'twice' | number;

interface Sent {
  interview: number;
  /** Which of two processes gets it. */
  process: number;
  fate: Fate;
}

interface Reported extends Sent {
  /** Which page load says so; null for a report without a page. */
  page: number | null;
  beacon: boolean;
}

export type Step =
  | { step: 'start'; process: number }
  | ({ step: 'message'; goodbye: boolean } & Sent)
  | ({ step: 'visible' | 'hidden' | 'left' | 'resumed' } & Reported)
  | ({ step: 'completed'; reason: Reason; final: boolean } & Reported)
  | { step: 'wait'; seconds: number }
  | { step: 'koji'; weather: Weather }
  /** The database refuses everything; or does it, and the connection breaks before it can say so. */
  | { step: 'database'; is: 'up' | 'down' | 'cut' }
  /** Dies at the so many-th time from now that it touches the store or Koji. */
  | { step: 'crash'; process: number; at: number }
  | { step: 'restart'; process: number }
  /** A new process takes the calls, the old one stops gracefully. */
  | { step: 'roll'; process: number }
  | { step: 'sweep'; process: number }
  /** The team completes it on the dashboard. */
  | { step: 'team'; interview: number };

export interface Sequence {
  /** Maximum duration in seconds. */
  limit: number | null;
  /** All of the proxy's chance, from 0 to 1. */
  chance: number;
  steps: Step[];
}

const process = fc.nat(1);
const fate: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Fate>('arrives') },
  { weight: 1, arbitrary: fc.constant<Fate>('lost') },
  { weight: 1, arbitrary: fc.constant<Fate>('twice') },
  { weight: 1, arbitrary: fc.constantFrom<Fate>(1000, 20_000, 40_000) },
);
const sent = { interview: fc.nat(1), process, fate };
const reported = { ...sent, page: fc.option(fc.nat(2), { freq: 6, nil: null }), beacon: fc.boolean() };

const seconds = fc.oneof(
  fc.constantFrom(1, 4, 10, 15, 20, 29, 30, 31, 60, 119, 120, 121, 240, 299, 300),
  fc.nat({ max: 400 }),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ step: fc.constantFrom('visible', 'hidden', 'left', 'resumed'), ...reported }) },
  {
    weight: 3,
    arbitrary: fc.record({
      step: fc.constant('completed'),
      reason: fc.constantFrom(...REASONS),
      final: fc.boolean(),
      ...reported,
    }),
  },
  { weight: 3, arbitrary: fc.record({ step: fc.constant('message'), goodbye: fc.boolean(), ...sent }) },
  { weight: 7, arbitrary: fc.record({ step: fc.constant('wait'), seconds }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('koji'), weather: fc.constant<Weather>('fine') }) },
  { weight: 3, arbitrary: fc.record({ step: fc.constant('koji'), weather: fc.constantFrom(...WEATHERS) }) },
  { weight: 3, arbitrary: fc.record({ step: fc.constant('crash'), process, at: fc.nat(8) }) },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('restart'), process }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('roll'), process }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('sweep'), process }) },
  {
    weight: 1,
    arbitrary: fc.record({ step: fc.constant('database'), is: fc.constantFrom('up', 'up', 'down', 'cut') }),
  },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('start'), process }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('team'), interview: fc.nat(1) }) },
) as fc.Arbitrary<Step>;

export const sequences: fc.Arbitrary<Sequence> = fc.record({
  limit: fc.constantFrom(null, 200, 480),
  chance: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  steps: fc.array(step, { minLength: 1, maxLength: 40, size: 'max' }),
});

/** A step in a line, for a person who has to find out what went wrong. */
export function describeStep({ step: name, ...more }: Step): string {
  const details = Object.entries(more).map(([key, value]) => `${key} ${value}`);
  return [name, ...details].join(', ');
}
