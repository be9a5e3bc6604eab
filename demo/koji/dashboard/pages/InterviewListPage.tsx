/** @jsxImportSource hono/jsx */

import { displayStatusOf } from '../../interviews/display-status.ts';
import type { InterviewFilter } from '../../interviews/filter.ts';
import type { InterviewList, ListedInterview } from '../../interviews/list.ts';
import type { StudyChoice } from '../../studies/list-studies.ts';
import { DateTime } from '../components/DateTime.tsx';
import { InterviewFilterForm, isFiltered } from '../components/filter-forms.tsx';
import { PageLayout } from '../components/PageLayout.tsx';
import { formatDuration, formatScore, respondentName } from '../format.ts';
import { interviewPath, interviewsPath } from '../paths.ts';
import { DISPLAY_STATUS_TEXTS, REASON_TEXTS } from '../texts.ts';

export interface InterviewListPageProps {
  list: InterviewList;
  filter: InterviewFilter;
  /** The studies that the filter offers. */
  studies: StudyChoice[];
  /** Whether this is the newest part of the list. Only that part updates itself. */
  isNewest: boolean;
  viewer: { email: string };
}

export const InterviewListPage = ({ list, filter, studies, isNewest, viewer }: InterviewListPageProps) => (
  <PageLayout title="Interviews" kind="list" viewer={viewer} version={isNewest ? versionOf(list) : undefined}>
    <h1>Interviews</h1>
    <InterviewFilterForm filter={filter} studies={studies} />
    {list.interviews.length > 0 ? <InterviewTable interviews={list.interviews} /> : <NoInterviews filter={filter} />}
    {list.nextCursor && (
      <p class="more">
        <a href={interviewsPath(filter, list.nextCursor)} rel="next">
          Earlier interviews
        </a>
      </p>
    )}
  </PageLayout>
);

const versionOf = ({ interviews }: InterviewList): string =>
  interviews.map(interview => `${interview.interview_id} ${displayStatusOf(interview)}`).join(' ') || 'none';

const NoInterviews = ({ filter }: { filter: InterviewFilter }) => (
  <p class="empty">
    {isFiltered(filter) ? (
      'No interviews match this filter.'
    ) : (
      <>
        No interviews yet. An interview appears here as soon as somebody starts one, for example on{' '}
        <a href="/">the demo page</a>.
      </>
    )}
  </p>
);

const InterviewTable = ({ interviews }: { interviews: ListedInterview[] }) => (
  <table>
    <thead>
      <tr>
        <th scope="col">Respondent</th>
        <th scope="col" class="wide">
          Started
        </th>
        <th scope="col" class="wide">
          Ending
        </th>
        <th scope="col" class="wide">
          Duration
        </th>
        <th scope="col">Analysis</th>
        <th scope="col" class="number">
          Quality
        </th>
      </tr>
    </thead>
    <tbody>
      {interviews.map(interview => (
        <InterviewRow interview={interview} />
      ))}
    </tbody>
  </table>
);

function InterviewRow({ interview }: { interview: ListedInterview }) {
  const status = displayStatusOf(interview);
  const ending = interview.reason ? REASON_TEXTS[interview.reason] : 'Still open';
  return (
    <tr>
      <th scope="row" dir="auto">
        <a href={interviewPath(interview.interview_id)}>{respondentName(interview.respondent)}</a>
        {interview.guideTitle && <span class="about">{interview.guideTitle}</span>}
        <span class="about narrow">
          <DateTime value={interview.started_at} />
          <br />
          {ending}
        </span>
      </th>
      <td class="wide">
        <DateTime value={interview.started_at} />
      </td>
      <td class="wide">{ending}</td>
      <td class="wide">{formatDuration(interview.stats.duration_seconds)}</td>
      <td>
        <span class={`state ${status}`}>{DISPLAY_STATUS_TEXTS[status]}</span>
      </td>
      <td class="number">
        {interview.quality_score === undefined ? (
          <span class="visually-hidden">none</span>
        ) : (
          <b>{formatScore(interview.quality_score)}</b>
        )}
      </td>
    </tr>
  );
}
