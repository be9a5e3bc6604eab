import { html } from 'hono/html';
import type { AnswerValue, Question, QuestionType, ScaleConfig } from '../../../src/interview/questions.ts';
import type { StructuredAnswer } from '../../../src/wire/analysis.ts';
import type { TranscriptMessage } from '../../../src/wire/koji-api.ts';
import type { Html } from './format.ts';
import { CONFIDENCE_TEXTS, TYPE_TEXTS } from './texts.ts';

/** The typed answers. How a question was asked (its ends, its options) is looked up in the transcript. */
export function answersView(answers: StructuredAnswer[], transcript: TranscriptMessage[]): Html {
  const asked = new Map(transcript.flatMap(({ question }) => (question ? [[question.id, question]] : [])));
  return html`
  <section aria-labelledby="answers">
    <h2 id="answers">Answers</h2>
    <ol class="answers">${answers.map(answer => answerView(answer, asked.get(answer.questionId)))}</ol>
  </section>`;
}

const answerView = (answer: StructuredAnswer, question: Question | undefined): Html => html`
  <li>
    <h3 dir="auto">${answer.questionText}</h3>
    <p class="about">${TYPE_TEXTS[answer.questionType]}${answer.structuredValue !== null && html` · ${CONFIDENCE_TEXTS[answer.confidence]}`}</p>
    ${valueView(answer, question)}
    ${answer.qualitativeAnswer && html`<p class="words" dir="auto">${answer.qualitativeAnswer}</p>`}
    ${
      answer.followUpInsights.length > 0 &&
      html`<ul class="follow-ups">${answer.followUpInsights.map(insight => html`<li dir="auto">${insight}</li>`)}</ul>`
    }
  </li>`;

type ValueView = (value: NonNullable<AnswerValue>, question: Question | undefined) => Html | false;

const VALUE_VIEWS: Record<QuestionType, ValueView> = {
  open_ended: () => false,
  scale: (value, question) => scaleView(Number(value), question?.type === 'scale' ? question.config : null),
  single_choice: choicesView,
  multiple_choice: choicesView,
  ranking: value => html`<ol class="ranking">${listOf(value).map(option => html`<li dir="auto">${option}</li>`)}</ol>`,
  yes_no: value => html`<ul class="chips"><li>${value === true ? 'Yes' : 'No'}</li></ul>`,
};

function valueView({ questionType, structuredValue }: StructuredAnswer, question: Question | undefined): Html | false {
  if (structuredValue !== null) return VALUE_VIEWS[questionType](structuredValue, question);
  return questionType !== 'open_ended' && html`<p class="empty">No clear answer.</p>`;
}

const listOf = (value: NonNullable<AnswerValue>): string[] => (Array.isArray(value) ? value : [String(value)]);

function choicesView(value: NonNullable<AnswerValue>, question: Question | undefined): Html {
  const chosen = listOf(value);
  const options = question && 'options' in question.config ? question.config.options : [];
  const passedOver = options.filter(option => !chosen.includes(option));
  return html`<ul class="chips">${chosen.map(option => html`<li dir="auto">${option}</li>`)}</ul>
    ${passedOver.length > 0 && html`<p class="about" dir="auto">Not chosen: ${passedOver.join(', ')}</p>`}`;
}

const TRACK = { width: 240, inset: 8 };

function scaleView(value: number, config: ScaleConfig | null): Html {
  if (!config || config.max <= config.min) return html`<p class="scale"><b>${value}</b></p>`;
  const { min, max, min_label, max_label } = config;
  const at = (step: number) =>
    TRACK.inset + ((Math.min(max, Math.max(min, step)) - min) / (max - min)) * (TRACK.width - 2 * TRACK.inset);
  const steps = Array.from({ length: Math.min(101, max - min + 1) }, (_, index) => min + index);
  return html`<div class="scale">
    <p><b>${value}</b> from ${min} to ${max}</p>
    <svg viewBox="0 0 ${TRACK.width} 20" width="${TRACK.width}" height="20" aria-hidden="true">
      <path class="track" d="M${TRACK.inset} 10H${TRACK.width - TRACK.inset}"/>
      ${steps.map(step => html`<path class="tick" d="M${at(step).toFixed(1)} 6v8"/>`)}
      <circle class="point" cx="${at(value).toFixed(1)}" cy="10" r="7"/>
    </svg>
    <p class="ends"><span dir="auto">${min}${min_label && html` ${min_label}`}</span> <span dir="auto">${max}${max_label && html` ${max_label}`}</span></p>
  </div>`;
}
