/** @jsxImportSource hono/jsx */
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { QUESTION_TYPES } from '../../../../src/interview/questions.ts';
import type { InterviewDetails } from '../../interviews/details.ts';
import { createAnalysedInterview, createInterviewWithStatus } from '../testing/interviews.ts';
import { REASON_TEXTS, TYPE_TEXTS, WAITING_TEXTS } from '../texts.ts';
import { InterviewPage } from './InterviewPage.tsx';

const VIEWER = { email: 'ines@tidemark.example', role: 'viewer' } as const;
const renderPage = (interview: InterviewDetails) => String(<InterviewPage interview={interview} viewer={VIEWER} />);
const renderChanged = (change: (interview: InterviewDetails) => void) => {
  const interview = createAnalysedInterview();
  change(interview);
  return renderPage(interview);
};
/** The part of the page from a heading's id to the end of its section. */
const sectionOf = (text: string, id: string) => text.split(`id="${id}"`)[1]!.split('</section>')[0]!;

const HOSTILE = `</p><script>alert('x')</script>"><img src=x onerror="alert(1)">&amp;`;

/** Codes, ids and times, which `makeHostile` keeps. */
const KEPT_FIELDS = [
  ...['message_id', 'interview_id', 'id', 'question_id', 'questionId', 'role', 'type', 'questionType'],
  ...['status', 'reason', 'analysis_status', 'confidence', 'created_at', 'started_at', 'completed_at'],
];

/** Copies data and replaces every free text in it by hostile text. */
function makeHostile(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map(item => makeHostile(item, key));
  if (typeof value === 'string') return KEPT_FIELDS.includes(key) ? value : HOSTILE;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, makeHostile(item, name)]));
}

describe('an analysed interview', () => {
  const text = renderPage(createAnalysedInterview());

  it('shows respondent, start, ending, duration and number of messages', () => {
    for (const fact of ['Maeve Larkin', 'Why people leave Tidemark', '23 Nov 2026, 09:41 UTC', 'Natural end'])
      expect(text).toContain(fact);
    expect(text).toContain('6 min 12 s');
    expect(text).toContain('15 messages, 7 by the respondent');
  });

  it('shows the quality score, its three parts and the rationale', () => {
    const quality = sectionOf(text, 'quality');
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
    const marks = [...sectionOf(text, 'transcript').matchAll(/<mark>(.*?)<\/mark>/g)].map(match => match[1]);
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
    expect(ids).toEqual(createAnalysedInterview().transcript.map(message => message.message_id));
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
  const renderQuotes = (...texts: string[]) => {
    const text = renderChanged(interview => {
      const [first] = interview.transcript;
      interview.transcript = [{ ...first!, content: words }];
      const quotes = texts.map(text => ({ message_id: first!.message_id, text }));
      interview.analysis!.themes = [{ name: 'Numbers', description: 'Counting', quotes }];
      interview.analysis!.insights = [];
    });
    return sectionOf(text, 'transcript').match(/<p class="words" dir="auto">(.*?)<\/p>/)![1];
  };

  it.each([
    ['that overlap', ['two three', 'three four'], 'one <mark>two three four</mark> five'],
    ['within each other', ['two three four', 'three'], 'one <mark>two three four</mark> five'],
    ['in another order', ['five', 'one'], '<mark>one</mark> two three four <mark>five</mark>'],
    ['that are the same', ['two', 'two'], 'one <mark>two</mark> three four five'],
    ['that are empty or not in the message', ['six', ''], words],
  ])('%s mark each word once', (_, texts, expected) => {
    expect(renderQuotes(...texts)).toBe(expected);
  });

  it('of an unknown message are shown without a link', () => {
    const text = renderChanged(interview => {
      interview.analysis!.insights = [{ text: 'Odd', quotes: [{ message_id: 'gone', text: 'Lost words' }] }];
    });
    expect(text).toContain('<blockquote dir="auto">Lost words</blockquote>');
    expect(text).not.toContain('#m-gone');
  });
});

describe('structured answers', () => {
  const text = renderPage(createAnalysedInterview());
  const answers = sectionOf(text, 'answers')
    .split(/<h3 dir="auto">/)
    .slice(1);
  const answerTo = (question: string) => answers.find(answer => answer.startsWith(question))!;

  it('are shown for all six question types', () => {
    for (const type of QUESTION_TYPES)
      expect(sectionOf(text, 'answers')).toContain(`<p class="about">${TYPE_TEXTS[type]}`);
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
    const shown = renderChanged(interview => {
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
    const shown = renderChanged(interview => {
      const answer = interview.analysis!.structured_answers!.find(one => one.questionType === type)!;
      interview.analysis!.structured_answers = [{ ...answer, structuredValue: null }];
    });
    expect(sectionOf(shown, 'answers')).toContain('No clear answer.');
    expect(sectionOf(shown, 'answers')).not.toContain('confidence');
  });

  it('to a question missing from the transcript show only the value', () => {
    const shown = renderChanged(interview => {
      interview.transcript = [];
    });
    expect(sectionOf(shown, 'answers')).toContain('<p class="scale"><b>6</b></p>');
    expect(sectionOf(shown, 'answers')).not.toContain('Not chosen');
  });

  it('S68: are left out if the guide has no structured questions', () => {
    const shown = renderChanged(interview => {
      delete interview.analysis!.structured_answers;
    });
    expect(shown).not.toContain('id="answers"');
  });
});

describe('an interview without an analysis', () => {
  it.each(['active', 'concluded', 'processing', 'failed'] as const)('with status %s says so', status => {
    const text = renderPage(createInterviewWithStatus(status));
    expect(text).toContain(WAITING_TEXTS[status]);
    expect(text).not.toContain('id="quality"');
    expect(text).toContain('Twice in October');
  });

  it.each([
    ['active', true],
    ['concluded', true],
    ['processing', true],
    ['failed', false],
  ] as const)('with status %s updates itself: %s', (status, isLive) => {
    const text = renderPage(createInterviewWithStatus(status));
    expect(text.includes('<script defer="" src="/dashboard/live-update.js">')).toBe(isLive);
    expect(text.includes(`data-version="${status} 15"`)).toBe(isLive);
  });

  it('and still open has no ending', () => {
    expect(renderPage(createInterviewWithStatus('active'))).toContain('<dd>Still open</dd>');
  });

  it('and without messages says so', () => {
    expect(renderPage({ ...createInterviewWithStatus('active'), transcript: [] })).toContain('No messages yet.');
  });
});

it.each(Object.entries(REASON_TEXTS))('the reason %s reads "%s"', (reason, words) => {
  const text = renderPage({ ...createAnalysedInterview(), reason: reason as keyof typeof REASON_TEXTS });
  expect(text).toContain(`<dt>Ending</dt><dd>${words}</dd>`);
});

it('a respondent without a name is shown by id, or else by a placeholder', () => {
  expect(renderPage({ ...createAnalysedInterview(), respondent: { external_id: 'crew-9' } })).toContain(
    '<h1 dir="auto">crew-9</h1>',
  );
  expect(renderPage({ ...createAnalysedInterview(), respondent: undefined })).toContain(
    '<h1 dir="auto">Unnamed respondent</h1>',
  );
});

it.each([
  ['verified', 'Named by your server'],
  ['claimed', 'Claimed by the page'],
])('a respondent that is %s is shown as one', (identity, text) => {
  const page = renderChanged(interview => {
    interview.respondent = {
      external_id: 'u-17',
      metadata: { koji_embed: { identity, consent: { version: '2026-05' } } },
    };
  });
  expect(page).toContain(`>${text}</dd>`);
  expect(page).toContain('2026-05');
  expect(page).not.toContain('koji_embed');
});

describe('how an interview came about', () => {
  const withEmbed = (koji_embed: unknown) =>
    renderChanged(interview => {
      interview.respondent = { external_id: 'u-17', metadata: { plan: 'pro', koji_embed } };
    });
  const factsIn = (page: string) => {
    const { document } = parseHTML(page);
    return [...document.querySelectorAll('[aria-labelledby=start] dl > div')].map(row =>
      [...row.children].map(cell => cell.textContent),
    );
  };

  it('is shown with identity, consent, page and parameters', () => {
    const page = withEmbed({
      identity: 'claimed',
      consent: { version: '2026-05', at: '2026-11-23T09:41:00Z' },
      context: {
        path: '/account',
        url: 'https://shop.example/account?utm_source=mail',
        referrer: 'javascript:alert(1)',
        params: { utm_source: 'mail' },
      },
    });
    expect(factsIn(page)).toEqual([
      ['Identity', 'Claimed by the page'],
      ['Consent', 'Version 2026-05'],
      ['Agreed', '23 Nov 2026, 09:41 UTC'],
      ['Page', '/account'],
      ['Address', 'https://shop.example/account?utm_source=mail'],
      ['Came from', 'javascript:alert(1)'],
      ['utm_source', 'mail'],
    ]);
    expect(page).not.toContain('href="javascript:');
    expect(page).not.toContain('Test run');
  });

  it('says that nobody was named, and marks a test run', () => {
    const page = withEmbed({ identity: 'none', test: true });
    expect(factsIn(page)).toEqual([['Identity', 'Not named']]);
    expect(parseHTML(page).document.querySelector('.headline .test-run')!.textContent).toBe('Test run');
  });

  it.each([
    [null],
    ['x'],
    [5],
    [[]],
    [{ identity: 'admin', consent: 'yes', context: { params: { a: 1 }, path: [] }, test: 'x' }],
  ])('is left out where it has another shape: %j', koji_embed => {
    const page = withEmbed(koji_embed);
    expect(factsIn(page)).toEqual([]);
    expect(page).not.toContain('id="start"');
    expect(page).not.toContain('Test run');
  });
});

it('an unnamed respondent has no facts', () => {
  const page = renderChanged(interview => {
    interview.respondent = { metadata: { koji_embed: { identity: 'none' } } };
  });
  expect(page).not.toContain('id="respondent"');
});

it('hostile text is escaped everywhere', () => {
  const hostile = makeHostile(createAnalysedInterview()) as InterviewDetails;
  hostile.respondent!.metadata = { [HOSTILE]: HOSTILE, deep: { [HOSTILE]: HOSTILE } };
  const text = renderPage(hostile);
  expect(text).toContain('&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&gt;&lt;img');
  expect(text).not.toMatch(/<script>|<img|onerror="/);
  // The page has no elements that it would not have without the hostile text.
  const tags = (source: string) => new Set([...source.matchAll(/<\/?([a-z0-9]+)/g)].map(match => match[1]));
  expect([...tags(text)].filter(tag => !tags(renderPage(createAnalysedInterview())).has(tag))).toEqual([]);
});

it('hostile ids are escaped in attributes and links', () => {
  const text = renderChanged(interview => {
    const id = '"><script>1</script> %';
    interview.transcript[1]!.message_id = id;
    for (const finding of [...interview.analysis!.themes, ...interview.analysis!.insights])
      for (const quote of finding.quotes) quote.message_id = id;
  });
  expect(text).toContain('id="m-&quot;&gt;&lt;script&gt;1&lt;/script&gt; %"');
  expect(text).toContain('href="#m-%22%3E%3Cscript%3E1%3C%2Fscript%3E%20%25"');
  expect(text).not.toContain('<script>1');
});
