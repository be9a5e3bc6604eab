import { expect, type Locator, type Page } from 'playwright/test';
import {
  ANSWERS,
  type AskedQuestion,
  CLOSING,
  FOLLOW_UP_ANSWER,
  findGuideQuestion,
  type QuestionType,
} from './answers.ts';

/** An event that the widget has told the host page. */
export interface HostEvent {
  name: string;
  detail: Record<string, unknown> | null;
}

/** The page, or a frame on it. */
type Scope = Pick<Page, 'getByRole'>;

const EVENTS = ['ready', 'open', 'close', 'start', 'message', 'answer', 'complete', 'feedback', 'error'];

/** Somebody who is interviewed: finds things as a person does, by what they are and what they are called. */
export class Respondent {
  readonly page: Page;
  readonly launcher: Locator;
  readonly panel: Locator;
  readonly log: Locator;
  readonly interviewerTurns: Locator;
  readonly ownTurns: Locator;
  readonly box: Locator;
  readonly send: Locator;
  readonly end: Locator;
  readonly thanks: Locator;
  /** Presses something: with a mouse, or with a finger where a test says so. */
  press = (target: Locator): Promise<void> => target.click();
  /** What the host page has heard, over all pages of this tab. */
  readonly hostEvents: HostEvent[] = [];
  readonly #place: Scope;

  /** @param place where on the page the interview is, such as a frame */
  constructor(page: Page, place: Scope = page) {
    this.page = page;
    this.#place = place;
    this.launcher = place.getByRole('button', { name: 'Share your thoughts' });
    this.panel = place.getByRole('dialog', { name: 'Interview' });
    this.log = place.getByRole('log', { name: 'Interview' });
    this.interviewerTurns = this.log.locator('[part=interviewer]');
    this.ownTurns = this.log.locator('[part=respondent]');
    this.box = place.getByRole('textbox', { name: 'Your answer' });
    this.send = place.getByRole('button', { name: 'Send', exact: true });
    this.end = place.getByRole('button', { name: 'End interview' });
    this.thanks = place.getByRole('heading', { name: 'Thanks for the chat!' });
  }

  /** Has the host page's events told here. To be called before the page is opened. */
  async recordHostEvents(): Promise<void> {
    await this.page.exposeBinding('tellTest', (_source, event: HostEvent) => {
      this.hostEvents.push(event);
    });
    await this.page.addInitScript(names => {
      for (const name of names) {
        document.addEventListener(`koji-${name}`, event =>
          (window as unknown as { tellTest(event: object): void }).tellTest({
            name,
            detail: (event as CustomEvent).detail,
          }),
        );
      }
    }, EVENTS);
  }

  eventsNamed(name: string): HostEvent[] {
    return this.hostEvents.filter(event => event.name === name);
  }

  /** The id of the interview that was started or resumed last. */
  async interviewId(): Promise<string> {
    await expect.poll(() => this.eventsNamed('start').length).toBeGreaterThan(0);
    return String(this.eventsNamed('start').at(-1)!.detail!.interviewId);
  }

  /** Opens a page, then the interview by its launcher, and waits for the first question. */
  async openInterview(path = '/'): Promise<string> {
    await this.page.goto(path);
    await this.launcher.click();
    await expect(this.interviewerTurns).toHaveCount(1);
    return this.interviewId();
  }

  /** The question that is open now. */
  async question(): Promise<AskedQuestion> {
    return findGuideQuestion(await this.interviewerTurns.last().innerText());
  }

  /** Whether there still is an open question. */
  async hasOpenQuestion(): Promise<boolean> {
    const last = (await this.interviewerTurns.allInnerTexts()).at(-1);
    return last !== undefined && !last.endsWith(CLOSING);
  }

  /** Answers the open question with whatever control it has, and waits for the reply. */
  async answer(): Promise<AskedQuestion> {
    const question = await this.question();
    await this.choose(question);
    await this.#sendAndWait();
    return question;
  }

  /** Puts an answer into the open question's control, without sending it. */
  async choose(question: AskedQuestion): Promise<void> {
    const value = ANSWERS[question.id as keyof typeof ANSWERS] ?? FOLLOW_UP_ANSWER;
    await CHOICES[question.type](this, question, value as never);
  }

  /** Says something in words, and waits for the reply. */
  async answerInWords(words: string): Promise<void> {
    await this.box.fill(words);
    await this.#sendAndWait();
  }

  /** The group of controls of a structured question, which is named by its question. */
  group(question: AskedQuestion): Locator {
    return this.#place.getByRole(question.type === 'scale' ? 'radiogroup' : 'group', { name: question.text });
  }

  /** Answers question after question until there are no more; gives those that were answered. */
  async answerAll(beforeEach: (question: AskedQuestion) => Promise<void> = async () => {}): Promise<AskedQuestion[]> {
    const answered: AskedQuestion[] = [];
    while (await this.hasOpenQuestion()) {
      await beforeEach(await this.question());
      answered.push(await this.answer());
    }
    await expect(this.thanks).toBeVisible();
    return answered;
  }

  /** What the host page's own code does. */
  async callKoji(call: 'open' | 'close' | 'complete' | 'destroy'): Promise<void> {
    await this.page.evaluate(name => (window as unknown as { Koji(name: string): void }).Koji(name), call);
  }

  async endInterview(): Promise<void> {
    await this.end.click();
    await this.#place.getByRole('button', { name: 'End now' }).click();
    await expect(this.thanks).toBeVisible();
  }

  async #sendAndWait(): Promise<void> {
    const turns = await this.interviewerTurns.count();
    await this.press(this.send);
    await this.waitForReply(turns);
  }

  /** Waits until the interviewer has said more than so many turns, or has thanked. */
  async waitForReply(turns: number): Promise<void> {
    await expect(this.interviewerTurns.nth(turns).or(this.thanks).first()).toBeVisible();
  }
}

type Choose<Value> = (respondent: Respondent, question: AskedQuestion, value: Value) => Promise<void>;

/** Chooses an option, unless it is chosen. */
async function check({ press }: Respondent, option: Locator): Promise<void> {
  if (!(await option.isChecked())) await press(option);
  await expect(option).toBeChecked();
}

const chooseOne: Choose<string | number> = (respondent, question, value) =>
  check(respondent, respondent.group(question).getByRole('radio', { name: String(value), exact: true }));

const CHOICES: { [Type in QuestionType]: Choose<never> } = {
  open_ended: ({ box }, _question, words: string) => box.fill(words),
  scale: chooseOne,
  single_choice: chooseOne,
  async multiple_choice(respondent, question, options: string[]) {
    const group = respondent.group(question);
    for (const name of options) await check(respondent, group.getByRole('checkbox', { name, exact: true }));
  },
  async ranking(respondent, question, [first]: string[]) {
    const up = respondent.group(question).getByRole('button', { name: `Move ${first} up` });
    while (await up.isEnabled()) await respondent.press(up);
  },
  yes_no: (respondent, question, value: boolean) => chooseOne(respondent, question, (value ? 'Yes' : 'No') as never),
};
