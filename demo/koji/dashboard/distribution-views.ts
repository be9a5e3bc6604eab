import { html } from 'hono/html';
import type { Distribution, OptionCount, QuestionSummary } from '../studies/distributions.ts';
import { type BarRow, bars, histogram } from './charts.ts';
import { type Figure, figure } from './figure.ts';
import { counted, type Html, percent } from './format.ts';
import { TYPE_TEXTS } from './texts.ts';

/** How the answers to one question are spread, as a chart and as a table. */
export function questionView(question: QuestionSummary): Html {
  const { text, asked, answered, distribution } = question;
  if (answered === 0) {
    return html`<figure><figcaption><h3 dir="auto">${text}</h3></figcaption><p class="empty">${asked === 0 ? 'Not asked yet.' : 'No clear answer yet.'}</p></figure>`;
  }
  const unclear = asked - answered;
  const { spread, ...shown } = show(distribution, answered);
  return figure({
    title: text,
    about: html`${TYPE_TEXTS[distribution.type]} · ${counted(answered, 'answer')}${unclear > 0 && html`, ${unclear} unclear`}${spread && html` · ${spread}`}`,
    ...shown,
  });
}

type Shown = Pick<Figure, 'chart' | 'head' | 'rows'> & { spread?: string };

function show(distribution: Distribution, answered: number): Shown {
  switch (distribution.type) {
    case 'scale': {
      const { steps, mean, median, config } = distribution;
      return {
        spread: `${mean.toFixed(1)} on average, median ${median}`,
        chart: html`${histogram(steps)}<p class="ends"><span dir="auto">${config.min_label ?? ''}</span> <span dir="auto">${config.max_label ?? ''}</span></p>`,
        head: ['Value', 'Answers', 'Share'],
        rows: steps.map(({ value, count }) => [String(value), String(count), percent(count, answered)]),
      };
    }
    case 'single_choice':
    case 'multiple_choice': {
      const { options } = distribution;
      return {
        chart: bars(withOwnTogether(options).map(toBar(answered)), answered),
        head: ['Option', 'Answers', 'Share'],
        rows: options.map(({ option, count, isOwn }) => [
          isOwn ? `${option} (own words)` : option,
          String(count),
          percent(count, answered),
        ]),
      };
    }
    case 'ranking': {
      const { places } = distribution;
      // The first place is the longest bar.
      const rows = places.map(({ option, mean }) => ({
        label: option,
        length: places.length + 1 - mean,
        text: mean.toFixed(1),
      }));
      return {
        spread: 'average place, 1 is first',
        chart: bars(rows, places.length),
        head: ['Option', 'Average place'],
        rows: places.map(({ option, mean }) => [option, mean.toFixed(2)]),
      };
    }
    case 'yes_no': {
      const options = [
        { option: 'Yes', count: distribution.yes, isOwn: false },
        { option: 'No', count: distribution.no, isOwn: false },
      ];
      return {
        chart: bars(options.map(toBar(answered)), answered),
        head: ['Answer', 'Answers', 'Share'],
        rows: options.map(({ option, count }) => [option, String(count), percent(count, answered)]),
      };
    }
  }
}

const toBar =
  (answered: number) =>
  ({ option, count }: OptionCount): BarRow => ({ label: option, length: count, text: percent(count, answered) });

/** Answers in own words differ without end: the chart has one bar for all of them, the table each. */
function withOwnTogether(options: OptionCount[]): OptionCount[] {
  const own = options.filter(({ isOwn }) => isOwn).reduce((sum, { count }) => sum + count, 0);
  const offered = options.filter(({ isOwn }) => !isOwn);
  return own === 0 ? offered : [...offered, { option: 'In own words', count: own, isOwn: true }];
}
