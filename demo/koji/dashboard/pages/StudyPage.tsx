/** @jsxImportSource hono/jsx */
import { REASONS, type Reason } from '../../../../src/interview/completion.ts';
import { formatCount } from '../../format-count.ts';
import type { MergedTheme } from '../../studies/merge-themes.ts';
import type { Period } from '../../studies/period.ts';
import type { Study } from '../../studies/study.ts';
import type { TimelineBucket } from '../../studies/timeline.ts';
import { ChartFigure } from '../components/ChartFigure.tsx';
import { LineChart, StackedColumns } from '../components/charts.tsx';
import { DateTime } from '../components/DateTime.tsx';
import { PageLayout } from '../components/PageLayout.tsx';
import { QuestionResult } from '../components/QuestionResult.tsx';
import { formatDuration, formatPercent, formatScore } from '../format.ts';
import { interviewPath, interviewsPath, STUDIES_PATH, studyExportPath, studyPath } from '../paths.ts';
import { PERIOD_TEXTS, REASON_TEXTS } from '../texts.ts';

export interface StudyPageProps {
  study: Study;
  period: Period;
  viewer: { email: string };
}

/** The results of all interviews of a study, as charts with tables. */
export const StudyPage = ({ study, period, viewer }: StudyPageProps) => (
  <PageLayout title={study.title} kind="study" viewer={viewer}>
    <StudyHeader study={study} period={period} />
    {study.total > 0 ? <StudyResults study={study} /> : <p class="empty">No interviews in this period.</p>}
  </PageLayout>
);

const StudyHeader = ({ study, period }: { study: Study; period: Period }) => (
  <header class="headline">
    <p class="about">
      <a href={STUDIES_PATH}>Studies</a>
    </p>
    <h1 dir="auto">{study.title}</h1>
    <PeriodLinks name={study.name} current={period} />
    <dl class="facts">
      <div>
        <dt>Interviews</dt>
        <dd>{study.total}</dd>
      </div>
      <div>
        <dt>Completed</dt>
        <dd>{study.completed}</dd>
      </div>
      <div>
        <dt>Analysed</dt>
        <dd>{study.analysed}</dd>
      </div>
      <div>
        <dt>Quality</dt>
        <dd>{study.quality === null ? 'None yet' : `${formatScore(study.quality)} of 5 on average`}</dd>
      </div>
      <div>
        <dt>Median duration</dt>
        <dd>{study.medianDuration === null ? 'None yet' : formatDuration(Math.round(study.medianDuration))}</dd>
      </div>
    </dl>
    <p class="links">
      <a href={interviewsPath({ study: study.name })}>Interviews of this study</a>{' '}
      <a href={studyExportPath(study.name, 'csv', period)} download>
        Export as CSV
      </a>{' '}
      <a href={studyExportPath(study.name, 'json', period)} download>
        Export as JSON
      </a>
    </p>
    {study.countedAt && (
      <p class="about">
        Counted <DateTime value={study.countedAt} />. With this many interviews, the numbers are updated once a minute.
      </p>
    )}
  </header>
);

const PERIODS: { period: Period; text: string }[] = [
  { period: null, text: 'All time' },
  ...Object.entries(PERIOD_TEXTS).map(([days, text]) => ({ period: Number(days) as Period, text })),
];

const PeriodLinks = ({ name, current }: { name: string; current: Period }) => (
  <nav class="periods" aria-label="Period">
    {PERIODS.map(({ period, text }) => (
      <>
        <a href={studyPath(name, period)} aria-current={period === current ? 'page' : undefined}>
          {text}
        </a>{' '}
      </>
    ))}
  </nav>
);

const StudyResults = ({ study }: { study: Study }) => (
  <>
    <section aria-labelledby="questions">
      <h2 id="questions">Answers</h2>
      <div class="figures">
        {study.questions.map(question => (
          <QuestionResult question={question} />
        ))}
      </div>
    </section>
    <ThemesSection study={study} />
    <section aria-labelledby="time">
      <h2 id="time">Over time</h2>
      <div class="figures">
        <EndingsChart study={study} />
        <QualityChart study={study} />
      </div>
    </section>
  </>
);

const ThemesSection = ({ study: { themes, themeSampleSize, analysed } }: { study: Study }) => (
  <section aria-labelledby="themes">
    <h2 id="themes">Themes</h2>
    {themeSampleSize < analysed && <p class="about">From the {themeSampleSize} newest analysed interviews.</p>}
    {themes.length === 0 ? (
      <p class="empty">Not enough was said to find themes.</p>
    ) : (
      <ul class="findings themes">
        {themes.map(theme => (
          <MergedThemeItem theme={theme} total={themeSampleSize} />
        ))}
      </ul>
    )}
  </section>
);

const MergedThemeItem = ({ theme, total }: { theme: MergedTheme; total: number }) => (
  <li>
    <h3 dir="auto">{theme.name}</h3>
    <p class="about">
      In {formatCount(theme.interviews, 'interview')}, {formatPercent(theme.interviews, total)}
      {theme.otherNames.length > 0 && (
        <>
          ; also called <span dir="auto">{theme.otherNames.slice(0, 5).join(', ')}</span>
        </>
      )}
    </p>
    {theme.quotes.map(({ interviewId, messageId, text }) => (
      <blockquote dir="auto">
        <a href={interviewPath(interviewId, messageId)}>{text}</a>
      </blockquote>
    ))}
  </li>
);

type Ending = Reason | 'open';

const ENDINGS: readonly Ending[] = [...REASONS, 'open'];

/** Custom properties of the style sheet, the lowest of the stack first. The legend names them. */
const ENDING_COLOURS: Record<Ending, string> = {
  natural: 'var(--series-1)',
  respondent_left: 'var(--series-2)',
  timeout: 'var(--series-3)',
  manual: 'var(--series-4)',
  open: 'var(--series-5)',
};

const ENDING_TEXTS: Record<Ending, string> = { ...REASON_TEXTS, open: 'Still open' };

const countOf = (bucket: TimelineBucket, ending: Ending) => (ending === 'open' ? bucket.open : bucket.reasons[ending]);

function EndingsChart({ study: { timeline, timelineUnit } }: { study: Study }) {
  const endings = ENDINGS.filter(ending => timeline.some(bucket => countOf(bucket, ending) > 0));
  const counts = timeline.flatMap(bucket =>
    endings.map(ending => ({ start: bucket.start, kind: ending, count: countOf(bucket, ending) })),
  );
  return (
    <ChartFigure
      title="How interviews ended"
      chart={
        <>
          <Legend endings={endings} />
          <StackedColumns counts={counts} interval={timelineUnit} colours={ENDING_COLOURS} />
        </>
      }
      columns={[UNIT_TEXTS[timelineUnit], ...endings.map(ending => ENDING_TEXTS[ending])]}
      rows={timeline.map(bucket => [
        formatStart(bucket.start, timelineUnit),
        ...endings.map(ending => String(countOf(bucket, ending))),
      ])}
    />
  );
}

const Legend = ({ endings }: { endings: Ending[] }) => (
  <ul class="legend" aria-hidden="true">
    {endings.map(ending => (
      <li class={ending}>{ENDING_TEXTS[ending]}</li>
    ))}
  </ul>
);

function QualityChart({ study: { timeline, timelineUnit } }: { study: Study }) {
  const points = timeline.flatMap(({ start, quality, analysed }) =>
    quality === null ? [] : [{ start, value: quality, analysed }],
  );
  if (points.length === 0) return null;
  return (
    <ChartFigure
      title="Average quality"
      chart={<LineChart points={points} />}
      columns={[UNIT_TEXTS[timelineUnit], 'Quality', 'Analysed']}
      rows={points.map(({ start, value, analysed }) => [
        formatStart(start, timelineUnit),
        formatScore(value),
        String(analysed),
      ])}
    />
  );
}

const UNIT_TEXTS: Record<Study['timelineUnit'], string> = { day: 'Day', week: 'Week of', month: 'Month' };

const DAY_FORMAT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
const MONTH_FORMAT = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** The first day of a day, week or month, or the month's name. */
const formatStart = (start: Date, unit: Study['timelineUnit']): string =>
  (unit === 'month' ? MONTH_FORMAT : DAY_FORMAT).format(start);
