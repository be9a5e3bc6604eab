/** @jsxImportSource hono/jsx */
import { describe, expect, it } from 'vitest';
import { QUESTION_TYPES } from '../../../../src/interview/questions.ts';
import type { ShownInterview } from '../source.ts';
import { analysedInterview, interviewThatIs } from '../testing/interviews.ts';
import { REASON_TEXTS, TYPE_TEXTS, WAITING_TEXTS } from '../texts.ts';
import { InterviewPage } from './InterviewPage.tsx';

const VIEWER = { email: 'ines@tidemark.example', role: 'viewer' } as const;
const page = (interview: ShownInterview) => String(<InterviewPage interview={interview} viewer={VIEWER} />);
const pageWith = (change: (interview: ShownInterview) => void) => {
  const interview = analysedInterview();
  change(interview);
  return page(interview);
};
/** The part of the page from a heading's id to the end of its section. */
const section = (text: string, id: string) => text.split(`id="${id}"`)[1]!.split('</section>')[0]!;

const HOSTILE = `</p><script>alert('x')</script>"><img src=x onerror="alert(1)">&amp;`;

/** The same data with every free text in it made hostile; codes, ids, times and numbers stay. */
function poisoned(value: unknown, key = ''): unknown {
  const KEPT = ['message_id', 'interview_id', 'role', 'type', 'status', 'reason', 'analysis_status', 'created_at'];
  const CODES = ['started_at', 'completed_at', 'questionType', 'confidence', 'id', 'question_id', 'questionId'];
  if (Array.isArray(value)) return value.map(item => poisoned(item, key));
  if (typeof value === 'string') return KEPT.includes(key) || CODES.includes(key) ? value : HOSTILE;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, poisoned(item, name)]));
}

describe('an analysed interview', () => {
  const text = page(analysedInterview());

  it('shows respondent, start, ending, duration and number of messages', () => {
    for (const fact of ['Maeve Larkin', 'Why people leave Tidemark', '23 Nov 2026, 09:41 UTC', 'Natural end'])
      expect(text).toContain(fact);
    expect(text).toContain('6 min 12 s');
    expect(text).toContain('15 messages, 7 by the respondent');
  });

  it('shows the quality score, its three parts and the rationale', () => {
    const quality = section(text, 'quality');
    expect(quality).toContain('<b>4.2</b> of 5');
    expect(quality.match(/<dt>(.*?)<\/dt>/g)).toEqual(['<dt>Depth</dt>', '<dt>Coverage</dt>', '<dt>Engagement</dt>']);
    expect(quality.match(/<span>(.*?)<\/span>/g)).toEqual(['<span>4.4</span>', '<span>5.0</span>', '<span>3.2</span>']);
    expect(quality).toContain('Every question was answered.');
  });

  it('links each quote to its message on the same page', () => {
    const links = [...text.matchAll(/<blockquote[^>]*><a href="#([^"]+)">/g)].map(match =>
      decodeURIComponent(match[1]!),
    );
    expect(links).toHaveLength(6);
    for (const anchor of links) expect(text).toContain(`id="${anchor}"`);
  });

  it('marks quoted text in the transcript', () => {
    const marks = [...section(text, 'transcript').matchAll(/<mark>(.*?)<\/mark>/g)].map(match => match[1]);
    expect(marks).toEqual([
      'Twice in October we had two crews in the boathouse at the same hour',
      'the calendar on my phone still showed the old plan',
      'I could not trust it on a busy week',
      'if my phone is wrong, the plan is wrong',
      'a room can only ever be given out once',
      'kind does not move a crew',
    ]);
  });

  it('shows the complete transcript in order', () => {
    const ids = [...text.matchAll(/<li class="turn (?:interviewer|respondent)" id="m-([^"]+)">/g)].map(
      match => match[1],
    );
    expect(ids).toEqual(analysedInterview().transcript.map(message => message.message_id));
  });

  it('does not update itself any more', () => {
    expect(text).not.toContain('data-version');
    expect(text).not.toContain('live-update.js');
  });

  it('has no inline style or script, which its policy forbids', () => {
    expect(text).not.toMatch(/ style=|<style|<script(?![^>]* src=)| on\w+="/);
  });
});

describe('quotes', () => {
  const words = 'one two three four five';
  const quoting = (...texts: string[]) => {
    const text = pageWith(interview => {
      const [first] = interview.transcript;
      interview.transcript = [{ ...first!, content: words }];
      const quotes = texts.map(text => ({ message_id: first!.message_id, text }));
      interview.analysis!.themes = [{ name: 'Numbers', description: 'Counting', quotes }];
      interview.analysis!.insights = [];
    });
    return section(text, 'transcript').match(/<p class="words" dir="auto">(.*?)<\/p>/)![1];
  };

  it.each([
    ['that overlap', ['two three', 'three four'], 'one <mark>two three four</mark> five'],
    ['within each other', ['two three four', 'three'], 'one <mark>two three four</mark> five'],
    ['in another order', ['five', 'one'], '<mark>one</mark> two three four <mark>five</mark>'],
    ['that are the same', ['two', 'two'], 'one <mark>two</mark> three four five'],
    ['that are empty or not in the message', ['six', ''], words],
  ])('%s mark each word once', (_, texts, expected) => {
    expect(quoting(...texts)).toBe(expected);
  });

  it('of an unknown message are shown without a link', () => {
    const text = pageWith(interview => {
      interview.analysis!.insights = [{ text: 'Odd', quotes: [{ message_id: 'gone', text: 'Lost words' }] }];
    });
    expect(text).toContain('<blockquote dir="auto">Lost words</blockquote>');
    expect(text).not.toContain('#m-gone');
  });
});

describe('structured answers', () => {
  const text = page(analysedInterview());
  const answers = section(text, 'answers')
    .split(/<h3 dir="auto">/)
    .slice(1);
  const answerTo = (question: string) => answers.find(answer => answer.startsWith(question))!;

  it('are shown for all six question types', () => {
    for (const type of QUESTION_TYPES)
      expect(section(text, 'answers')).toContain(`<p class="about">${TYPE_TEXTS[type]}`);
  });

  it('S51: to a scale are a point on a labelled track', () => {
    const answer = answerTo('How likely');
    expect(answer).toContain('<b>6</b> from 0 to 10');
    expect(answer.match(/class="tick"/g)).toHaveLength(11);
    expect(answer).toContain('<circle class="point" cx="142.4"');
    expect(answer).toContain('0 Not at all');
    expect(answer).toContain('10 Very likely');
  });

  it('S52: to a choice are chips, with the options not chosen', () => {
    expect(answerTo('Which of these weighs')).toContain('<ul class="chips"><li dir="auto">Missing features</li></ul>');
    const several = answerTo('Which of these would');
    expect(several).toContain('<li dir="auto">Calendar sync</li><li dir="auto">Shift swaps</li>');
    expect(several).toContain('Not chosen: Room displays, Visitor passes');
  });

  it('S53: to a ranking are an ordered list', () => {
    const ranking = answerTo('Please put these').match(/<ol class="ranking">(.*?)<\/ol>/)![1]!;
    expect([...ranking.matchAll(/<li dir="auto">(.*?)<\/li>/g)].map(match => match[1])).toEqual([
      'Features',
      'Support',
      'Speed',
      'Price',
    ]);
  });

  it.each([
    [true, 'Yes'],
    [false, 'No'],
  ])('S54: to a yes-or-no question show %s as %s', (value, word) => {
    const shown = pageWith(interview => {
      interview.analysis!.structured_answers!.find(answer => answer.questionType === 'yes_no')!.structuredValue = value;
    });
    expect(shown).toContain(`<ul class="chips"><li>${word}</li></ul>`);
  });

  it('S55: show the respondent’s words and the follow-up insights', () => {
    const answer = answerTo('Which of these would');
    expect(answer).toContain('The sync above all: if my phone is wrong, the plan is wrong.');
    expect(answer).toContain('Sync comes before everything else.');
    expect(answer).toContain('Medium confidence');
  });

  it.each(QUESTION_TYPES.filter(type => type !== 'open_ended'))('without a value say so, for %s', type => {
    const shown = pageWith(interview => {
      const answer = interview.analysis!.structured_answers!.find(one => one.questionType === type)!;
      interview.analysis!.structured_answers = [{ ...answer, structuredValue: null }];
    });
    expect(section(shown, 'answers')).toContain('No clear answer.');
    expect(section(shown, 'answers')).not.toContain('confidence');
  });

  it('to a question missing from the transcript show only the value', () => {
    const shown = pageWith(interview => {
      interview.transcript = [];
    });
    expect(section(shown, 'answers')).toContain('<p class="scale"><b>6</b></p>');
    expect(section(shown, 'answers')).not.toContain('Not chosen');
  });

  it('S68: are left out if the guide has no structured questions', () => {
    const shown = pageWith(interview => {
      delete interview.analysis!.structured_answers;
    });
    expect(shown).not.toContain('id="answers"');
  });
});

describe('an interview without an analysis', () => {
  it.each(['active', 'concluded', 'processing', 'failed'] as const)('with status %s says so', standing => {
    const text = page(interviewThatIs(standing));
    expect(text).toContain(WAITING_TEXTS[standing]);
    expect(text).not.toContain('id="quality"');
    expect(text).toContain('Twice in October');
  });

  it.each([
    ['active', true],
    ['concluded', true],
    ['processing', true],
    ['failed', false],
  ] as const)('with status %s updates itself: %s', (standing, watches) => {
    const text = page(interviewThatIs(standing));
    expect(text.includes('<script defer="" src="/dashboard/live-update.js">')).toBe(watches);
    expect(text.includes(`data-version="${standing} 15"`)).toBe(watches);
  });

  it('and still open has no ending', () => {
    expect(page(interviewThatIs('active'))).toContain('<dd>Still open</dd>');
  });

  it('and without messages says so', () => {
    expect(page({ ...interviewThatIs('active'), transcript: [] })).toContain('No messages yet.');
  });
});

it.each(Object.entries(REASON_TEXTS))('the reason %s reads "%s"', (reason, words) => {
  const text = page({ ...analysedInterview(), reason: reason as keyof typeof REASON_TEXTS });
  expect(text).toContain(`<dt>Ending</dt><dd>${words}</dd>`);
});

it('a respondent without a name is shown by id, or else by a placeholder', () => {
  expect(page({ ...analysedInterview(), respondent: { external_id: 'crew-9' } })).toContain(
    '<h1 dir="auto">crew-9</h1>',
  );
  expect(page({ ...analysedInterview(), respondent: undefined })).toContain('<h1 dir="auto">Unnamed respondent</h1>');
});

it('hostile text is escaped everywhere', () => {
  const poison = poisoned(analysedInterview()) as ShownInterview;
  poison.respondent!.metadata = { [HOSTILE]: HOSTILE, deep: { [HOSTILE]: HOSTILE } };
  const text = page(poison);
  expect(text).toContain('&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&gt;&lt;img');
  expect(text).not.toMatch(/<script>|<img|onerror="/);
  // What the page itself consists of is the same as without the poison.
  const tags = (source: string) => new Set([...source.matchAll(/<\/?([a-z0-9]+)/g)].map(match => match[1]));
  expect([...tags(text)].filter(tag => !tags(page(analysedInterview())).has(tag))).toEqual([]);
});

it('hostile ids are escaped in attributes and links', () => {
  const text = pageWith(interview => {
    const id = '"><script>1</script> %';
    interview.transcript[1]!.message_id = id;
    for (const finding of [...interview.analysis!.themes, ...interview.analysis!.insights])
      for (const quote of finding.quotes) quote.message_id = id;
  });
  expect(text).toContain('id="m-&quot;&gt;&lt;script&gt;1&lt;/script&gt; %"');
  expect(text).toContain('href="#m-%22%3E%3Cscript%3E1%3C%2Fscript%3E%20%25"');
  expect(text).not.toContain('<script>1');
});
