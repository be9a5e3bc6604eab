import { describe, expect, it } from 'vitest';
import { loadGuides } from '../guides/load-guides.ts';
import { buildQuestion } from './build-question.ts';
import { createBuiltInInterviewer } from './built-in-interviewer.ts';
import { classifyCounterQuestion, classifyMessage } from './classify-message.ts';
import type { PastTurn } from './interviewer.ts';
import { getLanguagePack, SUPPORTED_LANGUAGES } from './language-packs.ts';
import { readExactValue } from './read-exact-value.ts';

const interviewer = createBuiltInInterviewer();
const german = getLanguagePack('de-AT').patterns;

describe('the German language pack', () => {
  it.each([
    [
      'stop',
      'Stopp!',
      'Bitte aufhören.',
      'Ich möchte das Interview beenden',
      'Das reicht jetzt.',
      'Keine weiteren Fragen.',
      'Tschüss',
      'Ich muss los',
    ],
    ['abuse', 'Halt die Klappe', 'Du bist doch ein dummer Bot', 'Verpiss dich!', 'Blöde Fragen'],
    [
      'refusal',
      'Überspringen',
      'Weiter',
      'Keine Angabe.',
      'Dazu möchte ich lieber nichts sagen.',
      'Das möchte ich nicht beantworten',
      'Lieber nicht.',
      'Das geht Sie nichts an!',
      'keine Lust',
      'Mir egal.',
    ],
    [
      'dont_know',
      'Keine Ahnung',
      'Das weiß ich leider nicht.',
      'Weiß nicht',
      'weiß nich',
      'Ich bin mir nicht sicher.',
      'Schwer zu sagen',
      'Mir fällt nichts ein',
    ],
    [
      'counter_question',
      'Wer sind Sie?',
      'Wie lange dauert das noch?',
      'Warum wollen Sie das wissen?',
      'wie lange dauert das noch',
      'kann ich das später machen',
      'Was meinen Sie damit?',
    ],
    ['thin', 'Ja', 'War ganz okay', 'Der Preis', 'Zu teuer.'],
    ['empty', '…', '!!'],
    [
      'rich',
      'Der Preis ist im Frühjahr um ein Drittel gestiegen, ohne dass wir etwas davon hatten.',
      'Nicht der Preis war es, sondern dass der Support uns zwei Wochen lang warten ließ.',
      'Weiter hinten im Menü fand niemand die Berichte, und das kostete uns jeden Monat Zeit.',
    ],
  ])('messages of kind %s', (kind, ...texts) => {
    for (const text of texts) expect([text, classifyMessage(text, german)]).toEqual([text, kind]);
  });

  it.each([
    ['Sind Sie ein Mensch?', 'identity'],
    ['Wie viele Fragen kommen noch?', 'duration'],
    ['Wozu brauchen Sie das?', 'purpose'],
    ['Das verstehe ich nicht, was heißt das?', 'meaning'],
    ['Und was ist mit dem Wetter?', 'other'],
  ])('%s asks about %s', (text, topic) => expect(classifyCounterQuestion(text, german)).toBe(topic));

  const scale = { id: 's', text: '', type: 'scale', config: { min: 0, max: 10 } } as const;
  const yesNo = { id: 'y', text: '', type: 'yes_no', config: {} } as const;
  const OPTIONS = ['Preis', 'Support', 'Mobile App'];
  const several = {
    id: 'm',
    text: '',
    type: 'multiple_choice',
    config: { options: OPTIONS, allow_other: false },
  } as const;
  const ranking = { id: 'r', text: '', type: 'ranking', config: { options: OPTIONS } } as const;
  it.each([
    [scale, 'sieben', 7],
    [scale, 'eher eine 8', 8],
    [scale, 'Etwa 6 würde ich sagen', 6],
    [scale, 'eine 7 oder 8', null],
    [scale, 'so lala', null],
    [yesNo, 'ja schon', true],
    [yesNo, 'Nein danke', false],
    [yesNo, 'eher nicht', false],
    [several, 'der preis und die app', ['Preis', 'Mobile App']],
    [scale, '8 von 10', 8],
    [scale, '8 von 12', null],
    [yesNo, 'Na klar!', true],
    [yesNo, 'Nein, auf keinen Fall.', false],
    [yesNo, 'Kommt darauf an', null],
    [several, 'preis und mobile app', ['Preis', 'Mobile App']],
    [several, 'Alle', OPTIONS],
    [ranking, 'Support, Mobile App und Preis', ['Support', 'Mobile App', 'Preis']],
  ] as const)('%o: "%s"', (question, text, value) => {
    expect(readExactValue(structuredClone(question) as never, text, german)).toEqual(value);
  });
});

describe.each(loadGuides())('the guide $id in $locale', guide => {
  const { phrases } = getLanguagePack(guide.locale);

  it('is in a supported language', () => expect(SUPPORTED_LANGUAGES).toContain(guide.locale));

  it('says only sentences of the guide and its language pack, and asks nothing twice, after thin answers', async () => {
    const turns: PastTurn[] = [];
    const askedTexts: string[] = [];
    const opening = await interviewer.open(guide);
    let next = { ...opening, answer: null } as Awaited<ReturnType<typeof interviewer.reply>>;
    for (let count = 0; !next.isConcluded; count++) {
      expect(count).toBeLessThan(40);
      turns.push({ role: 'interviewer', ...next, answer: null });
      askedTexts.push(next.question!.text);
      const guideQuestion = guide.questions.find(({ id }) => id === next.question!.id);
      const message =
        guideQuestion && guideQuestion.type !== 'open_ended'
          ? answerByControl(buildQuestion(guideQuestion))
          : { content: guide.locale === 'de' ? 'Der Preis' : 'The price', answer: null };
      turns.push({
        role: 'respondent',
        question: null,
        guideQuestion: next.guideQuestion,
        followUp: next.followUp,
        ...message,
      });
      next = await interviewer.reply({ guide, turns: turns.slice(0, -1), isConcluded: false }, message);
    }
    expect(next.content).toContain(guide.closing);
    expect(new Set(askedTexts).size).toBe(askedTexts.length);
    const knownSentences = [guide.opening, ...Object.values(phrases).flat()].filter(text => typeof text === 'string');
    const contents = turns.filter(({ role }) => role === 'interviewer').map(({ content }) => content);
    for (const content of contents) expect(knownSentences.some(text => content.startsWith(text))).toBe(true);
  });
});

it('every language pack has all phrases, none empty, with the same placeholders', () => {
  const shape = (value: unknown): unknown =>
    typeof value === 'string'
      ? [...value.matchAll(/\{\w+\}|…/g)].map(([placeholder]) => placeholder).sort()
      : Array.isArray(value)
        ? value.length > 0 && value.every(text => text.length > 2)
        : Object.fromEntries(Object.entries(value as object).map(([name, item]) => [name, shape(item)]));
  for (const language of SUPPORTED_LANGUAGES)
    expect(shape(getLanguagePack(language).phrases)).toEqual(shape(getLanguagePack('en').phrases));
});

it('an unsupported language gets the English pack', () => {
  expect(getLanguagePack('fi')).toBe(getLanguagePack('en'));
});

/** A message whose value comes from the control. */
function answerByControl(question: ReturnType<typeof buildQuestion>) {
  const options = 'options' in question.config ? question.config.options : [];
  const value =
    question.type === 'scale'
      ? question.config.min
      : question.type === 'yes_no'
        ? false
        : question.type === 'single_choice'
          ? options[0]!
          : options;
  return { content: String(value), answer: { question_id: question.id, value } };
}
