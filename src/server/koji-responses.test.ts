import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { completionResponse, errorBody, interviewResponse, startResponse } from './koji-responses.ts';

const STATS = { duration_seconds: 0.5, respondent_messages: 1, interviewer_messages: 2, total_messages: 3 };
const STARTED = {
  interview_id: '17',
  session_token: 'token',
  status: 'active',
  started_at: 'today',
  initial_message: 'Hello!',
  question: { id: 'q1', text: 'Draw it.', type: 'drawing', config: { width: 5 } },
};
const INTERVIEW = {
  interview_id: '17',
  status: 'completed',
  started_at: 'today',
  completed_at: 'today',
  reason: 'natural',
  analysis_status: 'completed',
  transcript: [{ message_id: '1', role: 'interviewer', content: 'Hello!', question: STARTED.question, tone: 'warm' }],
  stats: STATS,
  analysis: { mood: 'good' },
};

describe('the lenient reading of Koji’s responses', () => {
  it('accepts a start with other ids, times and question types, and drops further fields', () => {
    expect(v.parse(startResponse, { ...STARTED, region: 'eu' })).toEqual(STARTED);
    expect(v.parse(startResponse, { ...STARTED, question: undefined })).toEqual({ ...STARTED, question: null });
  });

  it('keeps only time and stats of a completion', () => {
    const completed = { ...INTERVIEW, analysis_status: undefined, stats: { ...STATS, words: 99 } };
    expect(v.parse(completionResponse, completed)).toEqual({ completed_at: 'today', stats: STATS });
  });

  it('passes on further fields of an interview and of its messages', () => {
    expect(v.parse(interviewResponse, INTERVIEW)).toEqual(INTERVIEW);
  });

  it('accepts an unknown error code', () => {
    const body = { error: 'teapot', message: '' };
    expect(v.parse(errorBody, body)).toEqual(body);
  });

  it.each([
    ['no token', startResponse, { ...STARTED, session_token: undefined }],
    ['an empty token', startResponse, { ...STARTED, session_token: '' }],
    ['an empty id', startResponse, { ...STARTED, interview_id: '' }],
    ['no stats', completionResponse, { completed_at: 'today' }],
    ['an unknown status', interviewResponse, { ...INTERVIEW, status: 'sleeping' }],
    [
      'a message without content',
      interviewResponse,
      { ...INTERVIEW, transcript: [{ message_id: '1', role: 'interviewer' }] },
    ],
  ])('refuses %s', (_, schema, body) => {
    expect(v.safeParse(schema as v.GenericSchema, body).success).toBe(false);
  });
});
