import { collectAnswerValues, GUIDE_QUESTIONS, STRUCTURED_ANSWERS } from './support/answers.ts';
import { expect, test } from './support/fixtures.ts';

test('S1–S5: a complete interview ends by itself, once, and is analysed', async ({
  page,
  product,
  respondent,
  webhooks,
}) => {
  const requestPaths: string[] = [];
  page.on('request', request => {
    const { pathname } = new URL(request.url());
    if (/^\/koji/.test(pathname) && pathname !== '/koji/heartbeat')
      requestPaths.push(pathname.replace(/-[\w-]{8}\.js$/, '.js'));
  });

  const id = await respondent.openInterview();
  const answered = await respondent.answerAll();

  const guideQuestions = answered.filter(question => question.id !== 'follow-up');
  expect(guideQuestions.map(question => question.id)).toEqual(GUIDE_QUESTIONS.map(question => question.id));
  expect(new Set(answered.map(({ type }) => type)).size).toBe(6);
  // No other request, and none twice. Heartbeats depend on time and are not recorded.
  expect(requestPaths.slice(0, 3)).toEqual(['/koji.js', '/koji-embed/widget.js', '/koji/start']);
  expect(requestPaths.slice(3).sort()).toEqual([
    ...['/koji-embed/deferred.js', '/koji/complete'],
    ...answered.map(() => '/koji/message'),
  ]);
  expect(respondent.eventsNamed('complete').map(({ detail }) => detail)).toEqual([
    expect.objectContaining({ interviewId: id, reason: 'natural' }),
  ]);

  const interview = await product.waitForAnalysis(id);
  expect(interview.reason).toBe('natural');
  expect(interview.stats.respondent_messages).toBe(answered.length);
  expect(collectAnswerValues(interview.transcript)).toEqual(STRUCTURED_ANSWERS);
  await expect.poll(() => webhooks.eventsOf(id)).toEqual(['interview.analysis_ready', 'interview.completed']);

  const team = await page.context().newPage();
  await product.signIn(team);
  await team.close();
  await page.getByRole('link', { name: 'See what the team gets' }).click();
  await expect(page).toHaveURL(`${product.origin}/dashboard/interviews/${id}`);
  await expect(page.getByRole('heading', { name: 'Quality' })).toBeVisible();
  await expect(page.getByText('Natural end')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Answers' })).toContainText('4 from 0 to 10');
});

test('the thank-you view has only its heading and two feedback buttons', async ({ page, respondent }) => {
  await respondent.openInterview();
  await respondent.endInterview();
  await expect(respondent.panel.getByRole('button')).toHaveText(['', 'Loved it', 'Not great']);

  await page.getByRole('button', { name: 'Loved it' }).click();
  await expect(page.getByRole('button', { name: 'Loved it' })).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => respondent.eventsNamed('feedback').map(({ detail }) => detail?.rating)).toEqual(['loved_it']);
});
