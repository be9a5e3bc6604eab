/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx';
import { formatCount } from '../../format-count.ts';
import type { Distribution, OptionCount, QuestionSummary } from '../../studies/distributions.ts';
import { formatPercent } from '../format.ts';
import { TYPE_TEXTS } from '../texts.ts';
import { ChartFigure, type ChartFigureProps } from './ChartFigure.tsx';
import { type Bar, BarChart, Histogram } from './charts.tsx';

/** The answers to one question of a study, as a chart and as a table. */
export function QuestionResult({ question }: { question: QuestionSummary }) {
  const { text, asked, answered, distribution } = question;
  if (answered === 0) {
    return (
      <figure>
        <figcaption>
          <h3 dir="auto">{text}</h3>
        </figcaption>
        <p class="empty">{asked === 0 ? 'Not asked yet.' : 'No clear answer yet.'}</p>
      </figure>
    );
  }
  const unclear = asked - answered;
  const { statistics, ...figure } = describeDistribution(distribution, answered);
  const about = [
    TYPE_TEXTS[distribution.type],
    `${formatCount(answered, 'answer')}${unclear > 0 ? `, ${unclear} unclear` : ''}`,
    ...(statistics ? [statistics] : []),
  ].join(' · ');
  return <ChartFigure title={text} about={about} {...figure} />;
}

type DistributionFigure = Pick<ChartFigureProps, 'columns' | 'rows'> & {
  chart: Child;
  /** Mean, median and the like, in words. */
  statistics?: string;
};

function describeDistribution(distribution: Distribution, answered: number): DistributionFigure {
  switch (distribution.type) {
    case 'scale': {
      const { steps, mean, median, config } = distribution;
      return {
        statistics: `${mean.toFixed(1)} on average, median ${median}`,
        chart: (
          <>
            <Histogram steps={steps} />
            <p class="ends">
              <span dir="auto">{config.min_label}</span> <span dir="auto">{config.max_label}</span>
            </p>
          </>
        ),
        columns: ['Value', 'Answers', 'Share'],
        rows: steps.map(({ value, count }) => [String(value), String(count), formatPercent(count, answered)]),
      };
    }
    case 'single_choice':
    case 'multiple_choice': {
      const { options } = distribution;
      return {
        chart: <BarChart bars={joinOwnWords(options).map(toBar(answered))} longest={answered} />,
        columns: ['Option', 'Answers', 'Share'],
        rows: options.map(({ option, count, isOwn }) => [
          isOwn ? `${option} (own words)` : option,
          String(count),
          formatPercent(count, answered),
        ]),
      };
    }
    case 'ranking': {
      const { meanRanks } = distribution;
      // The first place has the longest bar.
      const bars = meanRanks.map(({ option, mean }) => ({
        label: option,
        length: meanRanks.length + 1 - mean,
        text: mean.toFixed(1),
      }));
      return {
        statistics: 'average rank, 1 is first',
        chart: <BarChart bars={bars} longest={meanRanks.length} />,
        columns: ['Option', 'Average rank'],
        rows: meanRanks.map(({ option, mean }) => [option, mean.toFixed(2)]),
      };
    }
    case 'yes_no': {
      const options = [
        { option: 'Yes', count: distribution.yes, isOwn: false },
        { option: 'No', count: distribution.no, isOwn: false },
      ];
      return {
        chart: <BarChart bars={options.map(toBar(answered))} longest={answered} />,
        columns: ['Answer', 'Answers', 'Share'],
        rows: options.map(({ option, count }) => [option, String(count), formatPercent(count, answered)]),
      };
    }
  }
}

const toBar =
  (answered: number) =>
  ({ option, count }: OptionCount): Bar => ({ label: option, length: count, text: formatPercent(count, answered) });

/** Joins all answers in own words into one bar, since each may differ. The table lists them all. */
function joinOwnWords(options: OptionCount[]): OptionCount[] {
  const offered = options.filter(({ isOwn }) => !isOwn);
  const ownCount = options.filter(({ isOwn }) => isOwn).reduce((sum, { count }) => sum + count, 0);
  return ownCount === 0 ? offered : [...offered, { option: 'In their own words', count: ownCount, isOwn: true }];
}
