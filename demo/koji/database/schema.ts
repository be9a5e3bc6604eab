/** The tables as the code sees them. What makes them is in `migrations`; a test holds the two together. */

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

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

export const projects = pgTable('projects', {
  id: uuid('id').primaryKey().defaultRandom(),
  name: text('name').notNull().unique(),
  createdAt: moment('created_at').notNull().defaultNow(),
});

export const apiKeys = pgTable('api_keys', {
  id: uuid('id').primaryKey().defaultRandom(),
  projectId: uuid('project_id').notNull(),
  /** The beginning of the key, to tell keys apart in a list. */
  prefix: text('prefix').notNull().unique(),
  /** SHA-256 of the whole key, in hex. The key itself is nowhere. */
  hash: text('hash').notNull().unique(),
  permissions: text('permissions').array().$type<Permission[]>().notNull(),
  createdAt: moment('created_at').notNull(),
  /** To the minute, roughly: not every request is worth a write. */
  lastUsedAt: moment('last_used_at'),
  revokedAt: moment('revoked_at'),
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
  /** The language asked for, BCP 47; what the respondent is addressed in is the guide's. */
  locale: text('locale'),
  respondent: jsonb('respondent').$type<Respondent>(),
  openQuestion: jsonb('open_question').$type<Question>(),
  startedAt: moment('started_at').notNull(),
  completedAt: moment('completed_at'),
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
    /** 0 for the opening; even places are the interviewer's, odd ones the respondent's. */
    place: integer('place').notNull(),
    role: text('role').$type<Role>().notNull(),
    content: text('content').notNull(),
    question: jsonb('question').$type<Question>(),
    answer: jsonb('answer').$type<Answer>(),
    guideQuestion: text('guide_question'),
    followUp: integer('follow_up').notNull().default(0),
    /** Whether the interview was over with this turn of the interviewer. */
    concluded: boolean('concluded').notNull().default(false),
    clientMessageId: uuid('client_message_id'),
    createdAt: moment('created_at').notNull(),
  },
  table => [unique().on(table.interviewId, table.place), unique().on(table.interviewId, table.clientMessageId)],
);

export const analyses = pgTable('analyses', {
  interviewId: uuid('interview_id').primaryKey(),
  body: jsonb('body').$type<Analysis>().notNull(),
  createdAt: moment('created_at').notNull(),
});

export const analysisSteps = pgTable(
  'analysis_steps',
  {
    interviewId: uuid('interview_id').notNull(),
    step: text('step').$type<AnalysisStep>().notNull(),
    at: moment('at').notNull(),
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
  /** Kept in the clear: one who signs needs the secret itself. Never listed, never logged. */
  secret: text('secret').notNull(),
  createdAt: moment('created_at').notNull(),
});

export const webhookDeliveries = pgTable('webhook_deliveries', {
  /** The `webhook-id` that the receiver sees, the same at every attempt. */
  id: uuid('id').primaryKey(),
  endpointId: uuid('endpoint_id').notNull(),
  interviewId: uuid('interview_id').notNull(),
  event: text('event').$type<WebhookEvent>().notNull(),
  /** JSON as text, so that each attempt sends the same bytes. */
  body: text('body').notNull(),
  state: text('state').$type<DeliveryState>().notNull(),
  /** Which job may act on it: the one that was put down last. */
  turn: integer('turn').notNull().default(0),
  attempts: integer('attempts').notNull().default(0),
  lastStatus: integer('last_status'),
  /** A code such as `timeout` or `ECONNREFUSED`, where there was no answer. */
  lastError: text('last_error'),
  lastAttemptAt: moment('last_attempt_at'),
  nextAttemptAt: moment('next_attempt_at'),
  createdAt: moment('created_at').notNull(),
});

export const members = pgTable('members', {
  id: uuid('id').primaryKey().defaultRandom(),
  /** In lower case. */
  email: text('email').notNull().unique(),
  role: text('role').$type<MemberRole>().notNull(),
  createdAt: moment('created_at').notNull(),
});

/** Addresses that let a member in once. */
export const memberSignIns = pgTable('member_sign_ins', {
  /** SHA-256 of the token in the address, in hex. */
  hash: text('hash').primaryKey(),
  memberId: uuid('member_id').notNull(),
  expiresAt: moment('expires_at').notNull(),
});

export const memberSessions = pgTable('member_sessions', {
  /** SHA-256 of what the cookie holds, in hex. */
  hash: text('hash').primaryKey(),
  memberId: uuid('member_id').notNull(),
  expiresAt: moment('expires_at').notNull(),
});

export type InterviewRow = typeof interviews.$inferSelect;
export type MessageRow = typeof messages.$inferSelect;
