import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../clock.ts';
import { runCommand } from '../commands/commands.ts';
import { createClientWithNewKey, createTestKoji } from '../testing/test-koji.ts';
import { checkGuide } from './check-guide.ts';
import { chooseGuide } from './choose-guide.ts';
import { loadGuides } from './load-guides.ts';

const guides = loadGuides();

describe('the shipped guides', () => {
  it('are three studies in two languages, with the same questions in both', () => {
    const studies = Map.groupBy(guides, ({ id }) => id);
    expect([...studies.keys()].sort()).toEqual(['churn', 'concept_test', 'onboarding']);
    for (const versions of studies.values()) {
      expect(versions.map(({ locale }) => locale)).toEqual(['en', 'de']);
      const [one, other] = versions.map(({ questions }) =>
        questions.map(({ id, type, probing, ...rest }) => [
          id,
          type,
          probing.maxFollowUps,
          'config' in rest && 'options' in rest.config ? rest.config.options.length : 0,
        ]),
      );
      expect(other).toEqual(one);
    }
  });
});

describe('the guide of an interview', () => {
  it.each([
    [{}, 'churn en'],
    [{ study: 'onboarding' }, 'onboarding en'],
    [{ study: 'onboarding', locale: 'de' }, 'onboarding de'],
    [{ study: 'concept_test', locale: 'de-AT-1901' }, 'concept_test de'],
    [{ study: 'concept_test', locale: 'DE-ch' }, 'concept_test de'],
    [{ study: 'onboarding', locale: 'fr-FR' }, 'onboarding en'],
    [{ study: 'of-their-own', locale: 'de' }, 'churn de'],
    [{ study: ['churn'], locale: 'den' }, 'churn en'],
  ])('for the request %o is %s', (request, expected) => {
    const { id, locale } = chooseGuide(guides, request);
    expect(`${id} ${locale}`).toBe(expected);
  });
});

it('an interview follows the guide of its study in its language', async () => {
  const { koji, close } = await createTestKoji();
  onTestFinished(close);
  const client = await createClientWithNewKey(koji);
  const { initial_message, interview_id, session_token } = await client.start({
    respondent: { metadata: { study: 'onboarding' } },
    locale: 'de-AT',
  });
  expect(initial_message).toMatch(/^Hallo und willkommen an Bord\..*erhofft, als Sie sich angemeldet haben\?$/);
  const reply = await client.message(interview_id, session_token, { content: 'Keine Ahnung' });
  expect(reply.content).toMatch(/^Das macht nichts.* Wie leicht war es, alles einzurichten/);
});

describe('guides check', () => {
  const churn = readFileSync(new URL('./churn.en.json', import.meta.url), 'utf8');
  const findProblems = (from: string | RegExp, to: string) => {
    const text = churn.replace(from, to);
    expect(text).not.toBe(churn);
    const checked = checkGuide(text);
    if ('guide' in checked) throw new Error('No problem was found.');
    return checked.problems.map(({ line, column, message }) => {
      // The text at the problem's line and column.
      return `${text
        .split('\n')
        [line - 1]!.slice(column - 1)
        .slice(0, 14)} | ${message}`;
    });
  };

  it('reports every problem, in the file’s order', () => {
    const text = churn
      .replace('"title": "Why teams leave Tidemark",', '')
      .replace('"min": 0', '"min": 11')
      .replace('"type": "ranking"', '"type": "rankings"');
    const checked = checkGuide(text);
    if ('guide' in checked) throw new Error('No problem was found.');
    expect(
      checked.problems.map(({ line, message }) => [text.split('\n')[line - 1]!.trim().slice(0, 12), message]),
    ).toEqual([
      ['{', 'title: Missing field.'],
      ['"config": { ', 'questions.2.config: Expected min below max, at most 20 apart.'],
      [expect.stringMatching(/^"type": "ran/), expect.stringContaining('questions.5.type: ')],
    ]);
  });

  it.each([
    [
      'an unknown field',
      '"maxFollowUps": 2,',
      '"maxFollowUps": 2, "max": 3,',
      '"max": 3, | questions.0.probing.max: Unknown field.',
    ],
    [
      'a repeated question id',
      '"id": "used_for"',
      '"id": "reason"',
      '"questions": [ | questions: Expected different question ids.',
    ],
    ['an empty sentence', '"closing": "That was', '"closing": "", "x": "That was', '"closing": "", | closing: '],
  ])('reports %s', (_, from, to, expected) => {
    expect(findProblems(from, to)[0]).toContain(expected);
  });

  it('reports invalid JSON with its place', () => {
    expect(findProblems('"locale": "en",', '"locale": "en"')).toEqual([
      '"opening": "Hi | Invalid JSON: comma expected.',
    ]);
    expect(checkGuide('')).toEqual({
      problems: [{ line: 1, column: 1, message: expect.stringContaining('Invalid JSON') }],
    });
  });

  it('as a command, prints the guide’s title, or each problem with file, line and column', async () => {
    const run = (file: string) => runCommand({ db: null as never, clock: systemClock }, 'guides check', { file });
    expect(await run('demo/koji/guides/onboarding.de.json')).toEqual([
      'demo/koji/guides/onboarding.de.json is a valid guide: "Wie die ersten Tage mit Tidemark liefen", de, 7 questions.',
    ]);
    await expect(run('package.json')).rejects.toThrow(/^package\.json:\d+:\d+ .*\n/);
    await expect(run('no-such.json')).rejects.toThrow('Cannot read no-such.json (ENOENT).');
    expect(await runCommand({ db: null as never, clock: systemClock }, 'guides list', {})).toContain(
      'churn  en  Why teams leave Tidemark  8 questions',
    );
  });
});
