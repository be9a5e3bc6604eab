/** @jsxImportSource hono/jsx */
import { parseHTML } from 'linkedom';
import { expect, it } from 'vitest';
import type { Study } from '../../studies/study.ts';
import { StudyPage } from './StudyPage.tsx';

const HOSTILE = `</text></svg><script>alert('x')</script>"><img src=x onerror="alert(1)">`;

const STUDY: Study = {
  name: 'churn',
  title: HOSTILE,
  total: 2,
  completed: 2,
  analysed: 2,
  quality: 3.5,
  medianDuration: 252,
  reasons: { natural: 2, respondent_left: 0, timeout: 0, manual: 0 },
  timelineUnit: 'day',
  timeline: [],
  questions: [
    {
      id: 'driver',
      text: HOSTILE,
      asked: 2,
      answered: 2,
      distribution: { type: 'single_choice', options: [{ option: HOSTILE, count: 2, isOwn: false }] },
    },
  ],
  themes: [],
  themeSampleSize: 2,
};

it('hostile text is escaped, in chart labels too', () => {
  const { document } = parseHTML(String(<StudyPage study={STUDY} period={null} viewer={{ email: 'a@b.example' }} />));
  expect(document.querySelectorAll('script, img')).toHaveLength(0);
  expect(document.querySelector('svg.chart text')!.textContent).toContain('</text></svg><script>');
  expect(document.querySelector('tbody th')!.textContent).toBe(HOSTILE);
});

it('charts have no inline style, which the page’s policy forbids', () => {
  const text = String(<StudyPage study={STUDY} period={null} viewer={{ email: 'a@b.example' }} />);
  expect(text).toMatch(/<svg[^>]* class="chart"/);
  expect(text).not.toMatch(/<style| style=/);
});
