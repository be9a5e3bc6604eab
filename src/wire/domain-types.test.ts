import type * as v from 'valibot';
import { expectTypeOf, it } from 'vitest';
import type { Completion, Reason, Stats } from '../interview/completion.ts';
import type { Answer, Question, QuestionType } from '../interview/questions.ts';
import type { Respondent } from '../interview/respondent.ts';
import type { Message } from '../interview/transcript.ts';
import type * as interview from './interview-parts.ts';
import type { messageRequest } from './messages.ts';
import type { PageReport, ProxyCompleteRequest } from './proxy-contract.ts';
import type * as questions from './question.ts';
import type { respondent } from './respondent.ts';

// The compiler checks these expectations.
it('the schemas have the types of the domain', () => {
  expectTypeOf<v.InferOutput<typeof questions.questionType>>().toEqualTypeOf<QuestionType>();
  expectTypeOf<v.InferOutput<typeof questions.question>>().toEqualTypeOf<Question>();
  expectTypeOf<v.InferOutput<typeof questions.answer>>().toEqualTypeOf<Answer>();
  expectTypeOf<v.InferOutput<typeof interview.reason>>().toEqualTypeOf<Reason>();
  expectTypeOf<v.InferOutput<typeof interview.stats>>().toEqualTypeOf<Stats>();
  expectTypeOf<v.InferOutput<typeof interview.completion>>().toEqualTypeOf<Completion>();
  expectTypeOf<v.InferOutput<typeof interview.message>>().toEqualTypeOf<Message>();
  expectTypeOf<v.InferOutput<typeof respondent>>().toEqualTypeOf<Respondent>();
  expectTypeOf<NonNullable<v.InferOutput<typeof messageRequest>['answer']>>().toEqualTypeOf<Answer>();
  expectTypeOf<Pick<ProxyCompleteRequest, keyof PageReport>>().toEqualTypeOf<Partial<PageReport>>();
});
