/** @jsxImportSource hono/jsx */
import type { Respondent } from '../../../../src/interview/respondent.ts';
import type { Analysis, Quote } from '../../../../src/wire/analysis.ts';
import { formatCount } from '../../format-count.ts';
import type { InterviewDetails } from '../../interviews/details.ts';
import { type DisplayStatus, displayStatusOf, isInProgress } from '../../interviews/display-status.ts';
import type { Member } from '../../members/members.ts';
import { DateTime } from '../components/DateTime.tsx';
import { Findings } from '../components/Findings.tsx';
import { PageLayout } from '../components/PageLayout.tsx';
import { QualitySection } from '../components/QualitySection.tsx';
import { isTestRun, StartFacts } from '../components/StartFacts.tsx';
import { StructuredAnswers } from '../components/StructuredAnswers.tsx';
import { Transcript } from '../components/Transcript.tsx';
import { formatDuration, respondentName } from '../format.ts';
import { interviewPath } from '../paths.ts';
import { DISPLAY_STATUS_TEXTS, REASON_TEXTS, WAITING_TEXTS } from '../texts.ts';

export interface InterviewPageProps {
  interview: InterviewDetails;
  viewer: Member;
  /** Whether the viewer has just tried to complete it, too late. */
  wasAlreadyCompleted?: boolean;
}

/** One interview: the results beside the transcript they are taken from. */
export function InterviewPage({ interview, viewer, wasAlreadyCompleted = false }: InterviewPageProps) {
  const status = displayStatusOf(interview);
  return (
    <PageLayout
      title={respondentName(interview.respondent)}
      kind="interview"
      viewer={viewer}
      status={DISPLAY_STATUS_TEXTS[status]}
      version={isInProgress(status) ? `${status} ${interview.transcript.length}` : undefined}
    >
      <section class="result" id="result" tabindex={0} aria-label="Result">
        <InterviewHeader interview={interview} />
        {wasAlreadyCompleted && (
          <p class="notice">
            <b>This interview was already completed.</b> Nothing was changed.
          </p>
        )}
        {interview.status !== 'completed' && viewer.role === 'editor' && <CompleteForm id={interview.interview_id} />}
        {interview.analysis ? (
          <AnalysisResult interview={interview} analysis={interview.analysis} />
        ) : (
          <AnalysisStatus status={status} />
        )}
        <RespondentFacts respondent={interview.respondent} />
        <StartFacts respondent={interview.respondent} />
      </section>
      <section class="conversation" id="conversation" tabindex={0} aria-labelledby="transcript">
        <h2 id="transcript">Transcript</h2>
        <Transcript
          messages={interview.transcript}
          startedAt={interview.started_at}
          quotes={interview.analysis ? quotesOf(interview.analysis) : []}
        />
      </section>
    </PageLayout>
  );
}

const quotesOf = ({ themes, insights }: Analysis): Quote[] => [...themes, ...insights].flatMap(({ quotes }) => quotes);

const InterviewHeader = ({ interview }: { interview: InterviewDetails }) => (
  <header class="headline">
    <p class="about">
      {[interview.project, interview.guideTitle].filter(Boolean).join(' · ') || 'Interview'}
      {isTestRun(interview.respondent) && (
        <>
          {' '}
          <b class="test-run">Test run</b>
        </>
      )}
    </p>
    <h1 dir="auto">{respondentName(interview.respondent)}</h1>
    <dl class="facts">
      <div>
        <dt>Started</dt>
        <dd>
          <DateTime value={interview.started_at} />
        </dd>
      </div>
      <div>
        <dt>Ending</dt>
        <dd>{interview.reason ? REASON_TEXTS[interview.reason] : 'Still open'}</dd>
      </div>
      <div>
        <dt>Duration</dt>
        <dd>{formatDuration(interview.stats.duration_seconds)}</dd>
      </div>
      <div>
        <dt>Conversation</dt>
        <dd>
          {formatCount(interview.stats.total_messages, 'message')}, {interview.stats.respondent_messages} by the
          respondent
        </dd>
      </div>
    </dl>
  </header>
);

/** Asks for a second press before it completes the interview. Works without a script. */
const CompleteForm = ({ id }: { id: string }) => (
  <details class="completing" id="completing">
    <summary id="complete">Complete this interview</summary>
    <p>This ends the interview for the respondent too and starts the analysis. It can’t be undone.</p>
    <form method="post" action={`${interviewPath(id)}/complete`}>
      <button type="submit">Complete now</button>
    </form>
  </details>
);

const AnalysisResult = ({ interview, analysis }: { interview: InterviewDetails; analysis: Analysis }) => (
  <>
    <QualitySection score={analysis.quality_score} quality={analysis.quality} />
    <Findings analysis={analysis} messageIds={new Set(interview.transcript.map(({ message_id }) => message_id))} />
    {analysis.structured_answers && (
      <StructuredAnswers answers={analysis.structured_answers} transcript={interview.transcript} />
    )}
  </>
);

/** Shown in place of an analysis that is not there. */
function AnalysisStatus({ status }: { status: DisplayStatus }) {
  // Without its body, a completed analysis is shown as one that still runs.
  const shown = status === 'analysed' ? 'processing' : status;
  return (
    <p class={`notice ${shown}`}>
      <b>{DISPLAY_STATUS_TEXTS[shown]}.</b> {WAITING_TEXTS[shown]}
    </p>
  );
}

function RespondentFacts({ respondent }: { respondent: Respondent | undefined }) {
  // The proxy's part has a section of its own.
  const { koji_embed: _, ...metadata } = respondent?.metadata ?? {};
  const facts: [string, unknown][] = Object.entries(metadata);
  if (respondent?.external_id) facts.unshift(['ID', respondent.external_id]);
  if (facts.length === 0) return null;
  return (
    <section aria-labelledby="respondent">
      <h2 id="respondent">Respondent</h2>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div>
            <dt dir="auto">{name}</dt>
            <dd dir="auto">{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
