import { ANSWERS } from './support/answers.ts';
import { expect, test } from './support/fixtures.ts';

test('S8: ending early asks for confirmation, completes at once, and analyses the messages so far', async ({
  page,
  product,
  respondent,
  webhooks,
}) => {
  const id = await respondent.openInterview();
  for (let i = 0; i < 3; i++) await respondent.answer();

  await respondent.endButton.click();
  await page.getByRole('button', { name: 'Keep going' }).click();
  await respondent.answer();
  expect((await product.getInterview(id)).status).toBe('active');

  await respondent.endInterview();
  const { reason, stats, transcript, analysis } = await product.waitForAnalysis(id);
  expect(reason).toBe('respondent_left');
  expect(stats.respondent_messages).toBe(4);
  const contents = new Map(transcript.map(({ message_id, content }) => [message_id, content]));
  const quotes = [...analysis!.themes, ...analysis!.insights].flatMap(finding => finding.quotes);
  expect(quotes.filter(({ message_id, text }) => !contents.get(message_id)?.includes(text))).toEqual([]);
  expect(quotes.map(({ message_id }) => contents.get(message_id))).toContain(ANSWERS.reason);
  await expect.poll(() => webhooks.eventsOf(id)).toEqual(['interview.analysis_ready', 'interview.completed']);
});

test('S9: the host page completes a running interview from code with the reason manual', async ({
  product,
  respondent,
}) => {
  const id = await respondent.openInterview();
  await respondent.answer();
  await respondent.callKoji('complete');
  await expect(respondent.thanksHeading).toBeVisible();
  expect((await product.waitForCompletion(id)).reason).toBe('manual');
});

test('S16: an interview that was already completed ends with thanks, not with an error', async ({
  page,
  product,
  respondent,
}) => {
  const id = await respondent.openInterview();
  const ticket = await page.evaluate(() => JSON.parse(sessionStorage['koji:/koji:churn']).ticket as string);
  await fetch(`${product.origin}/koji/complete`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ticket}`, 'content-type': 'application/json' },
    body: JSON.stringify({ reason: 'manual' }),
  });
  await respondent.endInterview();
  expect((await product.waitForCompletion(id)).reason).toBe('manual');
});
