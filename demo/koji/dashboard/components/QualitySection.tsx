/** @jsxImportSource hono/jsx */
import type { Quality } from '../../../../src/wire/analysis.ts';
import { formatScore } from '../format.ts';

const QUALITY_PARTS: { name: string; part: keyof Omit<Quality, 'rationale'> }[] = [
  { name: 'Depth', part: 'depth' },
  { name: 'Coverage', part: 'coverage' },
  { name: 'Engagement', part: 'engagement' },
];

export const QualitySection = ({ score, quality }: { score: number; quality: Quality }) => (
  <section class="quality" aria-labelledby="quality">
    <h2 id="quality">Quality</h2>
    <p class="score">
      <b>{formatScore(score)}</b> of 5
    </p>
    <dl>
      {QUALITY_PARTS.map(({ name, part }) => (
        <div>
          <dt>{name}</dt>
          <dd>
            <QualityBar value={quality[part]} />
            <span>{formatScore(quality[part])}</span>
          </dd>
        </div>
      ))}
    </dl>
    <p class="rationale" dir="auto">
      {quality.rationale}
    </p>
  </section>
);

/** A bar for a value from 1 to 5. It starts at zero, so that a 1 is visible: a fifth of the bar. */
const QualityBar = ({ value }: { value: number }) => (
  <svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
    <rect class="bar-background" width="100" height="6" />
    <rect class="bar-value" width={Math.min(5, Math.max(0, value)) * 20} height="6" />
  </svg>
);
