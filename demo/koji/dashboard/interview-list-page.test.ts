import { expect, it } from 'vitest';
import { analysedInterview, INTERVIEW_ID, interviewThatIs, listed } from './fixtures.ts';
import { type InterviewList, renderInterviewList } from './interview-list-page.ts';
import { STANDING_TEXTS } from './texts.ts';

const VIEWER = { email: 'ines@tidemark.example' };

const page = (list: InterviewList) => String(renderInterviewList(list, VIEWER));

it('an interview is a row with a link, when, how it ended, and its score', () => {
  const text = page({ interviews: [listed(analysedInterview())] });
  expect(text).toContain(`<a href="/dashboard/interviews/${INTERVIEW_ID}">Maeve Larkin</a>`);
  expect(text).toContain('23 Nov 2026, 09:41 UTC');
  expect(text).toContain('Came to its end');
  expect(text).toContain('<b>4.2</b>');
});

it.each(['active', 'concluded', 'processing', 'failed'] as const)('an interview that is %s has no score', standing => {
  const text = page({ interviews: [listed(interviewThatIs(standing))] });
  expect(text).toContain(`<span class="state ${standing}">${STANDING_TEXTS[standing]}</span>`);
  expect(text).toContain('<span class="quiet">none</span>');
});

it('an empty list says how it is filled', () => {
  const text = page({ interviews: [] });
  expect(text).toContain('There are none here.');
  expect(text).not.toContain('<table');
});

it('where there is more, the next part is a link', () => {
  const interviews = [listed(analysedInterview())];
  expect(page({ interviews, nextCursor: 'a b&"c' })).toContain('href="/dashboard?before=a%20b%26%22c"');
  expect(page({ interviews })).not.toContain('before=');
});

it('hostile text stays text', () => {
  const hostile = '"><script>1</script>';
  const interview = { ...listed(analysedInterview()), guideTitle: hostile, interview_id: hostile };
  const text = page({ interviews: [{ ...interview, respondent: { display_name: hostile } }] });
  expect(text).not.toContain('<script>1');
  expect(text.match(/&quot;&gt;&lt;script&gt;1&lt;\/script&gt;/g)).toHaveLength(2);
  expect(text).toContain('href="/dashboard/interviews/%22%3E%3Cscript%3E1%3C%2Fscript%3E"');
});
