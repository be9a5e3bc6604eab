/**
 * The shapes of both HTTP contracts as types. The server side checks them with the schemas beside this file
 * (`schemas.ts`); the page trusts its proxy and only needs the types, which cost no bytes.
 */
import type { Completion, Reason, Stats } from '../interview/completion.ts';
import type { ErrorCode } from '../interview/failures.ts';
import type { Answer, Question } from '../interview/questions.ts';
import type { Message } from '../interview/transcript.ts';

export interface ErrorBody {
  error: ErrorCode;
  message: string;
}

/** Who is interviewed, as far as the host tells. */
export interface Respondent {
  external_id?: string;
  display_name?: string;
  metadata?: Record<string, unknown>;
}

/** Body of a message, in both contracts. */
export interface MessageBody {
  /** 1 to 8000 characters. */
  content: string;
  answer?: Answer;
  /** A UUID made by the client: a repeat with the same one is answered again and stored once. */
  client_message_id?: string;
}

export type InterviewStatus = 'active' | 'concluded' | 'completed';

/** The last event of a reply that went well. */
export interface ReplyDone {
  message_id: string;
  content: string;
  question: Question | null;
  interview_status: 'active' | 'concluded';
  messages_count: number;
}

/** Events of the message stream. Any number of deltas, then one of the other two. */
export type ReplyEvent =
  | { type: 'delta'; text: string }
  | ({ type: 'done' } & ReplyDone)
  | ({ type: 'error' } & ErrorBody);

// Contract 1: Koji's API

export interface StartBody {
  respondent?: Respondent;
  mode?: 'text' | 'voice';
  /** BCP 47, for example "en" or "de-AT". */
  locale?: string;
}

export interface Started {
  interview_id: string;
  session_token: string;
  status: 'active';
  started_at: string;
  initial_message: string;
  question: Question | null;
}

export type AnalysisStatus = 'processing' | 'completed' | 'failed';

export interface Completed {
  interview_id: string;
  status: 'completed';
  completed_at: string;
  analysis_status: AnalysisStatus;
  stats: Stats;
}

export interface Quote {
  message_id: string;
  /** Found word for word in that message. */
  text: string;
}

export interface Theme {
  name: string;
  description: string;
  quotes: Quote[];
}

export interface Insight {
  text: string;
  quotes: Quote[];
}

export interface Quality {
  /** Each part from 1 to 5. */
  depth: number;
  coverage: number;
  engagement: number;
  rationale: string;
}

/** The names are camelCase, as the source document has them. */
export interface StructuredAnswer {
  questionId: string;
  questionText: string;
  questionType: Question['type'];
  structuredValue: Answer['value'];
  qualitativeAnswer: string;
  confidence: 'high' | 'medium' | 'low';
  followUpInsights: string[];
}

export interface Analysis {
  themes: Theme[];
  insights: Insight[];
  /** 1 to 5, one decimal. */
  quality_score: number;
  quality: Quality;
  /** Only where the guide has structured questions. */
  structured_answers?: StructuredAnswer[];
}

export interface TranscriptMessage extends Message {
  created_at: string;
}

export interface Interview {
  interview_id: string;
  status: InterviewStatus;
  started_at: string;
  completed_at: string | null;
  reason: Reason | null;
  analysis_status: AnalysisStatus | null;
  transcript: TranscriptMessage[];
  stats: Stats;
  respondent?: Respondent;
  analysis?: Analysis;
}

// Contract 2: the proxy

export interface ProxyStartBody {
  study?: string;
  locale?: string;
  respondent?: Respondent;
}

/** What a respondent's page may know of an interview. No analysis: that is the team's. */
export interface InterviewView {
  interview_id: string;
  status: InterviewStatus;
  messages: Message[];
  question: Question | null;
  started_at: string;
  /** When the proxy ends the interview as `timeout`; null without a limit. */
  ends_at: string | null;
  completed?: Completion;
}

export interface ProxyStarted {
  ticket: string;
  interview: InterviewView;
}

/** A report of a page load: `seq` counts up within `page`, a random id of this load. */
export interface PageReport {
  page: string;
  seq: number;
}

export interface ProxyCompleteBody extends Partial<PageReport> {
  reason: Reason;
  /** The respondent pressed End: no grace. */
  final?: boolean;
}

/** 200: Koji has it. 202 `leaving`: completed after the grace. 202 `completing`: Koji did not answer yet, the lease carries on. */
export type ProxyCompleted =
  | ({ status: 'completed' } & Completion)
  | { status: 'leaving'; completes_at: string }
  | { status: 'completing' };

export interface HeartbeatBody extends PageReport {
  state: 'visible' | 'hidden';
}
