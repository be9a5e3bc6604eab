/**
 * The tables, as Drizzle sees them. The files in `migrations` create them; a test compares the two.
 */
import { boolean, integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import type { Reason } from '../../../src/interview/completion.ts';
import type { Answer, Question } from '../../../src/interview/questions.ts';
import type { Respondent } from '../../../src/interview/respondent.ts';
import type { Role } from '../../../src/interview/transcript.ts';
import type { Analysis, AnalysisStatus } from '../../../src/wire/analysis.ts';
import type { InterviewStatus } from '../../../src/wire/interview-parts.ts';
import type { AnalysisStep } from '../analysis/analyst.ts';
import type { Guide } from '../guides/guide.ts';
import type { DeliveryState, MemberRole, Permission, WebhookEvent } from './enums.ts';

const timestampMs = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

export const projects = pgTable('projects', {
  id: uuid('id').primaryKey().defaultRandom(),
  name: text('name').notNull().unique(),
  createdAt: timestampMs('created_at').notNull().defaultNow(),
});

export const apiKeys = pgTable('api_keys', {
  id: uuid('id').primaryKey().defaultRandom(),
  projectId: uuid('project_id').notNull(),
  /** The beginning of the key, which identifies it in lists. */
  prefix: text('prefix').notNull().unique(),
  /** SHA-256 of the whole key, in hex. The key itself is not stored. */
  hash: text('hash').notNull().unique(),
  permissions: text('permissions').array().$type<Permission[]>().notNull(),
  createdAt: timestampMs('created_at').notNull(),
  /** Updated at most once a minute, to save writes. */
  lastUsedAt: timestampMs('last_used_at'),
  revokedAt: timestampMs('revoked_at'),
});

export const guides = pgTable('guides', {
  digest: text('digest').primaryKey(),
  name: text('name').notNull(),
  body: jsonb('body').$type<Guide>().notNull(),
});

export const interviews = pgTable('interviews', {
  id: uuid('id').primaryKey(),
  projectId: uuid('project_id').notNull(),
  guideDigest: text('guide_digest').notNull(),
  /** SHA-256 of the session token, in hex. */
  sessionTokenHash: text('session_token_hash').notNull(),
  status: text('status').$type<InterviewStatus>().notNull(),
  /** The requested language, BCP 47. The interview is in the guide's language. */
  locale: text('locale'),
  respondent: jsonb('respondent').$type<Respondent>(),
  openQuestion: jsonb('open_question').$type<Question>(),
  startedAt: timestampMs('started_at').notNull(),
  completedAt: timestampMs('completed_at'),
  reason: text('reason').$type<Reason>(),
  durationSeconds: integer('duration_seconds'),
  respondentMessages: integer('respondent_messages').notNull().default(0),
  interviewerMessages: integer('interviewer_messages').notNull().default(0),
  analysisStatus: text('analysis_status').$type<AnalysisStatus>(),
});

export const messages = pgTable(
  'messages',
  {
    id: uuid('id').primaryKey(),
    interviewId: uuid('interview_id').notNull(),
    /** 0 for the opening. Even positions are the interviewer's, odd ones the respondent's. */
    position: integer('place').notNull(),
    role: text('role').$type<Role>().notNull(),
    content: text('content').notNull(),
    question: jsonb('question').$type<Question>(),
    answer: jsonb('answer').$type<Answer>(),
    guideQuestion: text('guide_question'),
    followUp: integer('follow_up').notNull().default(0),
    /** Whether the interviewer ended the interview with this message. */
    concluded: boolean('concluded').notNull().default(false),
    clientMessageId: uuid('client_message_id'),
    createdAt: timestampMs('created_at').notNull(),
  },
  table => [unique().on(table.interviewId, table.position), unique().on(table.interviewId, table.clientMessageId)],
);

export const analyses = pgTable('analyses', {
  interviewId: uuid('interview_id').primaryKey(),
  body: jsonb('body').$type<Analysis>().notNull(),
  createdAt: timestampMs('created_at').notNull(),
});

export const analysisSteps = pgTable(
  'analysis_steps',
  {
    interviewId: uuid('interview_id').notNull(),
    step: text('step').$type<AnalysisStep>().notNull(),
    at: timestampMs('at').notNull(),
  },
  table => [primaryKey({ columns: [table.interviewId, table.step] })],
);

export const settings = pgTable('settings', {
  name: text('name').primaryKey(),
  value: text('value').notNull(),
});

export const webhookEndpoints = pgTable('webhook_endpoints', {
  id: uuid('id').primaryKey().defaultRandom(),
  projectId: uuid('project_id').notNull(),
  url: text('url').notNull(),
  events: text('events').array().$type<WebhookEvent[]>().notNull(),
  /** Plain text, because signing needs the secret itself. Never listed, never logged. */
  secret: text('secret').notNull(),
  createdAt: timestampMs('created_at').notNull(),
});

export const webhookDeliveries = pgTable('webhook_deliveries', {
  /** The `webhook-id` header, the same in every attempt. */
  id: uuid('id').primaryKey(),
  endpointId: uuid('endpoint_id').notNull(),
  interviewId: uuid('interview_id').notNull(),
  event: text('event').$type<WebhookEvent>().notNull(),
  /** JSON as text, so that each attempt sends the same bytes. */
  body: text('body').notNull(),
  state: text('state').$type<DeliveryState>().notNull(),
  /** Counts scheduled attempts. A job of an earlier generation does nothing. */
  generation: integer('turn').notNull().default(0),
  attempts: integer('attempts').notNull().default(0),
  lastStatus: integer('last_status'),
  /** A code such as `timeout` or `ECONNREFUSED`, if there was no response. */
  lastError: text('last_error'),
  lastAttemptAt: timestampMs('last_attempt_at'),
  nextAttemptAt: timestampMs('next_attempt_at'),
  createdAt: timestampMs('created_at').notNull(),
});

export const members = pgTable('members', {
  id: uuid('id').primaryKey().defaultRandom(),
  /** In lower case. */
  email: text('email').notNull().unique(),
  role: text('role').$type<MemberRole>().notNull(),
  createdAt: timestampMs('created_at').notNull(),
});

/** Sign-in links that were not used yet. */
export const memberSignIns = pgTable('member_sign_ins', {
  /** SHA-256 of the link's token, in hex. */
  hash: text('hash').primaryKey(),
  memberId: uuid('member_id').notNull(),
  expiresAt: timestampMs('expires_at').notNull(),
});

export const memberSessions = pgTable('member_sessions', {
  /** SHA-256 of the cookie's value, in hex. */
  hash: text('hash').primaryKey(),
  memberId: uuid('member_id').notNull(),
  expiresAt: timestampMs('expires_at').notNull(),
});

export type InterviewRow = typeof interviews.$inferSelect;
export type MessageRow = typeof messages.$inferSelect;
