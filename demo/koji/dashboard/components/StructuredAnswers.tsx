/** @jsxImportSource hono/jsx */
import type { AnswerValue, Question, ScaleConfig } from '../../../../src/interview/questions.ts';
import type { StructuredAnswer } from '../../../../src/wire/analysis.ts';
import type { TranscriptMessage } from '../../../../src/wire/koji-api.ts';
import { CONFIDENCE_TEXTS, TYPE_TEXTS } from '../texts.ts';

export interface StructuredAnswersProps {
  answers: StructuredAnswer[];
  /** Holds the questions as they were asked: the labels of a scale, the options of a choice. */
  transcript: TranscriptMessage[];
}

export function StructuredAnswers({ answers, transcript }: StructuredAnswersProps) {
  const questions = new Map(transcript.flatMap(({ question }) => (question ? [[question.id, question]] : [])));
  return (
    <section aria-labelledby="answers">
      <h2 id="answers">Answers</h2>
      <ol class="answers">
        {answers.map(answer => (
          <Answer answer={answer} question={questions.get(answer.questionId)} />
        ))}
      </ol>
    </section>
  );
}

interface AnswerProps {
  answer: StructuredAnswer;
  /** Absent if the transcript does not hold the question. */
  question: Question | undefined;
}

const Answer = ({ answer, question }: AnswerProps) => (
  <li>
    <h3 dir="auto">{answer.questionText}</h3>
    <p class="about">
      {TYPE_TEXTS[answer.questionType]}
      {answer.structuredValue !== null && ` · ${CONFIDENCE_TEXTS[answer.confidence]}`}
    </p>
    <Value answer={answer} question={question} />
    {answer.qualitativeAnswer && (
      <p class="words" dir="auto">
        {answer.qualitativeAnswer}
      </p>
    )}
    {answer.followUpInsights.length > 0 && (
      <ul class="follow-ups">
        {answer.followUpInsights.map(insight => (
          <li dir="auto">{insight}</li>
        ))}
      </ul>
    )}
  </li>
);

function Value({ answer: { questionType, structuredValue: value }, question }: AnswerProps) {
  if (questionType === 'open_ended') return null;
  if (value === null) return <p class="empty">No clear answer.</p>;
  switch (questionType) {
    case 'scale':
      return <ScaleValue value={Number(value)} config={question?.type === 'scale' ? question.config : null} />;
    case 'single_choice':
    case 'multiple_choice':
      return <ChosenOptions chosen={asList(value)} question={question} />;
    case 'ranking':
      return (
        <ol class="ranking">
          {asList(value).map(option => (
            <li dir="auto">{option}</li>
          ))}
        </ol>
      );
    case 'yes_no':
      return (
        <ul class="chips">
          <li>{value === true ? 'Yes' : 'No'}</li>
        </ul>
      );
  }
}

const asList = (value: NonNullable<AnswerValue>): string[] => (Array.isArray(value) ? value : [String(value)]);

function ChosenOptions({ chosen, question }: { chosen: string[]; question: Question | undefined }) {
  const options = question && 'options' in question.config ? question.config.options : [];
  const notChosen = options.filter(option => !chosen.includes(option));
  return (
    <>
      <ul class="chips">
        {chosen.map(option => (
          <li dir="auto">{option}</li>
        ))}
      </ul>
      {notChosen.length > 0 && (
        <p class="about" dir="auto">
          Not chosen: {notChosen.join(', ')}
        </p>
      )}
    </>
  );
}

/** The scale's drawing, in SVG units. */
const TRACK = { width: 240, inset: 8 };
const MOST_TICKS = 101;

/** A track with a tick for each step and a point at the answer. Without a config only the number. */
function ScaleValue({ value, config }: { value: number; config: ScaleConfig | null }) {
  if (!config || config.max <= config.min) {
    return (
      <p class="scale">
        <b>{value}</b>
      </p>
    );
  }
  const { min, max, min_label, max_label } = config;
  const xOf = (step: number) => {
    const share = (Math.min(max, Math.max(min, step)) - min) / (max - min);
    return (TRACK.inset + share * (TRACK.width - 2 * TRACK.inset)).toFixed(1);
  };
  const steps = Array.from({ length: Math.min(MOST_TICKS, max - min + 1) }, (_, index) => min + index);
  return (
    <div class="scale">
      <p>
        <b>{value}</b> from {min} to {max}
      </p>
      <svg viewBox={`0 0 ${TRACK.width} 20`} width={TRACK.width} height="20" aria-hidden="true">
        <path class="track" d={`M${TRACK.inset} 10H${TRACK.width - TRACK.inset}`} />
        {steps.map(step => (
          <path class="tick" d={`M${xOf(step)} 6v8`} />
        ))}
        <circle class="point" cx={xOf(value)} cy="10" r="7" />
      </svg>
      <p class="ends">
        <span dir="auto">
          {min} {min_label}
        </span>{' '}
        <span dir="auto">
          {max} {max_label}
        </span>
      </p>
    </div>
  );
}
