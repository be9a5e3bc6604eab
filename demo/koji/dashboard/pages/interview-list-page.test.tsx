/** @jsxImportSource hono/jsx */
import { expect, it } from 'vitest';
import type { InterviewList } from '../../interviews/list.ts';
import {
  createAnalysedInterview,
  createInterviewWithStatus,
  INTERVIEW_ID,
  toListedInterview,
} from '../testing/interviews.ts';
import { DISPLAY_STATUS_TEXTS } from '../texts.ts';
import { InterviewListPage, type InterviewListPageProps } from './InterviewListPage.tsx';

const VIEWER = { email: 'ines@tidemark.example' };

const STUDIES = [{ name: 'churn', title: 'Why people leave' }];

const renderPage = (list: InterviewList, view: Partial<InterviewListPageProps> = {}) =>
  String(<InterviewListPage list={list} filter={{}} studies={STUDIES} isNewest={true} viewer={VIEWER} {...view} />);

it('an interview is a row with its link, start, ending and score', () => {
  const text = renderPage({ interviews: [toListedInterview(createAnalysedInterview())] });
  expect(text).toContain(`<a href="/dashboard/interviews/${INTERVIEW_ID}">Maeve Larkin</a>`);
  expect(text).toContain('23 Nov 2026, 09:41 UTC');
  expect(text).toContain('Natural end');
  expect(text).toContain('<b>4.2</b>');
});

it.each(['active', 'concluded', 'processing', 'failed'] as const)(
  'an interview with status %s has no score',
  status => {
    const text = renderPage({ interviews: [toListedInterview(createInterviewWithStatus(status))] });
    expect(text).toContain(`<span class="state ${status}">${DISPLAY_STATUS_TEXTS[status]}</span>`);
    expect(text).toContain('<span class="visually-hidden">none</span>');
  },
);

it('an empty list says how to get interviews', () => {
  const text = renderPage({ interviews: [] });
  expect(text).toContain('No interviews yet.');
  expect(text).not.toContain('<table');
});

it('a list with a next part links to it', () => {
  const interviews = [toListedInterview(createAnalysedInterview())];
  expect(renderPage({ interviews, nextCursor: 'a b&"c' })).toContain('href="/dashboard?before=a+b%26%22c"');
  expect(renderPage({ interviews })).not.toContain('before=');
});

it('the filter is selected in the form and kept in the links', () => {
  const interviews = [toListedInterview(createAnalysedInterview())];
  const filter = { study: 'churn', reason: 'timeout', respondent: 'a"b&c' } as const;
  const text = renderPage({ interviews, nextCursor: 'next' }, { filter });
  expect(text).toContain('<option value="churn" selected="">Why people leave</option>');
  expect(text).toContain('<option value="timeout" selected="">Time ran out</option>');
  expect(text).toContain('value="a&quot;b&amp;c"');
  expect(text).toContain('href="/dashboard?study=churn&amp;reason=timeout&amp;respondent=a%22b%26c&amp;before=next"');
  expect(renderPage({ interviews: [] }, { filter })).toContain('No interviews match this filter.');
});

it('only the newest part of the list updates itself', () => {
  const interviews = [toListedInterview(createInterviewWithStatus('active'))];
  expect(renderPage({ interviews })).toContain(`data-version="${INTERVIEW_ID} active"`);
  expect(renderPage({ interviews }, { isNewest: false })).not.toContain('data-version');
});

it('hostile text is escaped', () => {
  const hostile = '"><script>1</script>';
  const interview = { ...toListedInterview(createAnalysedInterview()), guideTitle: hostile, interview_id: hostile };
  const text = renderPage({ interviews: [{ ...interview, respondent: { display_name: hostile } }] });
  expect(text).not.toContain('<script>1');
  expect(text.match(/&quot;&gt;&lt;script&gt;1&lt;\/script&gt;/g)).toHaveLength(3);
  expect(text).toContain('href="/dashboard/interviews/%22%3E%3Cscript%3E1%3C%2Fscript%3E"');
});
