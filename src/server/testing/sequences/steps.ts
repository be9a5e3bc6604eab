import fc from 'fast-check';
import { REASONS, type Reason } from '../../../interview/completion.ts';
import type { DatabaseState } from './killable-process.ts';

export const KOJI_CONDITIONS = [
  'healthy',
  /** Works at once, responds 3 seconds later. */
  'responds-late',
  /** Works and responds 10 seconds later: longer than a page waits. */
  'works-late',
  /** Works 45 seconds later, when the proxy has given up. */
  'works-after-timeout',
  /** Works, and never responds. */
  'never-responds',
  /** Works, and the connection breaks before the response. */
  'disconnecting',
  /** No connection. */
  'down',
  /** 429 with `Retry-After` of 20 seconds. */
  'rate-limited',
  /** 429 without `Retry-After`. */
  'rate-limited-without-delay',
  /** 503. */
  'overloaded',
  /** 503 with `Retry-After` of 10 minutes. */
  'in-maintenance',
  /** 200 with a page of HTML. */
  'html',
  /** 401. */
  'unauthorized',
  /** 403. */
  'forbidden',
  /** 404. */
  'not-found',
] as const;
export type KojiCondition = (typeof KOJI_CONDITIONS)[number];

/** What the network does with a request; a number is a delay in milliseconds. */
export type Delivery = 'arrives' | 'lost' | 'twice' | number;

interface RequestStep {
  interview: number;
  /** Which of the two processes gets it. */
  process: number;
  delivery: Delivery;
}

interface ReportStep extends RequestStep {
  /** Which page load sends it; null for a report without a page. */
  page: number | null;
  beacon: boolean;
}

export type Step =
  | { step: 'start'; process: number }
  | ({ step: 'message'; goodbye: boolean } & RequestStep)
  | ({ step: 'visible' | 'hidden' | 'left' | 'resumed' } & ReportStep)
  | ({ step: 'completed'; reason: Reason; final: boolean } & ReportStep)
  | { step: 'wait'; seconds: number }
  | { step: 'koji'; condition: KojiCondition }
  | { step: 'database'; state: DatabaseState }
  /** Kills a process at this operation on the store or Koji, counted from now. */
  | { step: 'kill'; process: number; operation: number }
  | { step: 'restart'; process: number }
  /** A new process takes over, and the old one stops gracefully. */
  | { step: 'replace'; process: number }
  | { step: 'sweep'; process: number }
  /** The team completes the interview on the dashboard. */
  | { step: 'team'; interview: number };

export interface Sequence {
  /** Maximum duration in seconds. */
  maxDuration: number | null;
  /** Every random number of the proxy, from 0 to 1. */
  random: number;
  steps: Step[];
}

const process = fc.nat(1);
const delivery: fc.Arbitrary<Delivery> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Delivery>('arrives') },
  { weight: 1, arbitrary: fc.constant<Delivery>('lost') },
  { weight: 1, arbitrary: fc.constant<Delivery>('twice') },
  { weight: 1, arbitrary: fc.constantFrom<Delivery>(1000, 20_000, 40_000) },
);
const requestFields = { interview: fc.nat(1), process, delivery };
const reportFields = { ...requestFields, page: fc.option(fc.nat(2), { freq: 6, nil: null }), beacon: fc.boolean() };

const seconds = fc.oneof(
  fc.constantFrom(1, 4, 10, 15, 20, 29, 30, 31, 60, 119, 120, 121, 240, 299, 300),
  fc.nat({ max: 400 }),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ step: fc.constantFrom('visible', 'hidden', 'left', 'resumed'), ...reportFields }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      step: fc.constant('completed'),
      reason: fc.constantFrom(...REASONS),
      final: fc.boolean(),
      ...reportFields,
    }),
  },
  { weight: 3, arbitrary: fc.record({ step: fc.constant('message'), goodbye: fc.boolean(), ...requestFields }) },
  { weight: 7, arbitrary: fc.record({ step: fc.constant('wait'), seconds }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('koji'), condition: fc.constant<KojiCondition>('healthy') }) },
  { weight: 3, arbitrary: fc.record({ step: fc.constant('koji'), condition: fc.constantFrom(...KOJI_CONDITIONS) }) },
  { weight: 3, arbitrary: fc.record({ step: fc.constant('kill'), process, operation: fc.nat(8) }) },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('restart'), process }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('replace'), process }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('sweep'), process }) },
  {
    weight: 1,
    arbitrary: fc.record({
      step: fc.constant('database'),
      state: fc.constantFrom('up', 'up', 'down', 'disconnecting'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('start'), process }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('team'), interview: fc.nat(1) }) },
) as fc.Arbitrary<Step>;

export const sequences: fc.Arbitrary<Sequence> = fc.record({
  maxDuration: fc.constantFrom(null, 200, 480),
  random: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  steps: fc.array(step, { minLength: 1, maxLength: 40, size: 'max' }),
});

/** Describes a step in one line, for the story of a failed sequence. */
export function describeStep({ step: name, ...fields }: Step): string {
  const details = Object.entries(fields).map(([key, value]) => `${key} ${value}`);
  return [name, ...details].join(', ');
}
