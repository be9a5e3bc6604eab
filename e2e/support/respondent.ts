import { expect, type Locator, type Page } from 'playwright/test';
import {
  ANSWERS,
  type AskedQuestion,
  CLOSING,
  FOLLOW_UP_ANSWER,
  findGuideQuestion,
  type QuestionType,
} from './answers.ts';

/** An event of the widget that the host page received. */
export interface HostEvent {
  /** Without the prefix: "start" for `koji-start`. */
  name: string;
  detail: Record<string, unknown> | null;
}

/** A page or a frame. */
type Scope = Pick<Page, 'getByRole'>;

const EVENTS = ['ready', 'open', 'close', 'start', 'message', 'answer', 'complete', 'feedback', 'error'];

/**
 * Drives an interview as a person does. Finds everything by role and accessible name, with the
 * widget's English texts. Tests get one as the fixture `respondent`.
 */
export class Respondent {
  readonly page: Page;
  readonly launcher: Locator;
  readonly panel: Locator;
  readonly log: Locator;
  readonly interviewerTurns: Locator;
  readonly respondentTurns: Locator;
  readonly answerBox: Locator;
  readonly sendButton: Locator;
  readonly endButton: Locator;
  readonly thanksHeading: Locator;
  /** How buttons are pressed: by mouse. A test may replace it, for example with `tap`. */
  press = (target: Locator): Promise<void> => target.click();
  /** All events on all pages of this tab, oldest first, once `recordHostEvents` was called. */
  readonly hostEvents: HostEvent[] = [];
  readonly #scope: Scope;

  /** @param scope the frame that contains the interview; default: the page itself */
  constructor(page: Page, scope: Scope = page) {
    this.page = page;
    this.#scope = scope;
    this.launcher = scope.getByRole('button', { name: 'Share your thoughts' });
    this.panel = scope.getByRole('dialog', { name: 'Interview' });
    this.log = scope.getByRole('log', { name: 'Interview' });
    this.interviewerTurns = this.log.locator('[part=interviewer]');
    this.respondentTurns = this.log.locator('[part=respondent]');
    this.answerBox = scope.getByRole('textbox', { name: 'Your answer' });
    this.sendButton = scope.getByRole('button', { name: 'Send', exact: true });
    this.endButton = scope.getByRole('button', { name: 'End interview' });
    this.thanksHeading = scope.getByRole('heading', { name: 'Thanks for the chat!' });
  }

  /** Records the widget's events in `hostEvents`. Call it before opening the page. */
  async recordHostEvents(): Promise<void> {
    await this.page.exposeBinding('recordHostEvent', (_source, event: HostEvent) => {
      this.hostEvents.push(event);
    });
    await this.page.addInitScript(names => {
      for (const name of names) {
        document.addEventListener(`koji-${name}`, event =>
          (window as unknown as { recordHostEvent(event: object): void }).recordHostEvent({
            name,
            detail: (event as CustomEvent).detail,
          }),
        );
      }
    }, EVENTS);
  }

  /** Returns the recorded events with a name, such as "start" for `koji-start`. */
  eventsNamed(name: string): HostEvent[] {
    return this.hostEvents.filter(event => event.name === name);
  }

  /**
   * Waits for a `koji-start` event. Returns the id of the interview that started or resumed last.
   */
  async interviewId(): Promise<string> {
    await expect.poll(() => this.eventsNamed('start').length).toBeGreaterThan(0);
    return String(this.eventsNamed('start').at(-1)!.detail!.interviewId);
  }

  /**
   * Opens a page, presses the launcher and waits for the first question.
   *
   * @param address a path on the product, or a full address; default: the demo site
   * @returns the id of the interview
   */
  async openInterview(address = '/'): Promise<string> {
    await this.page.goto(address);
    await this.launcher.click();
    await expect(this.interviewerTurns).toHaveCount(1);
    return this.interviewId();
  }

  /** Reads the open question from the last turn. */
  async readOpenQuestion(): Promise<AskedQuestion> {
    return findGuideQuestion(await this.interviewerTurns.last().innerText());
  }

  /** Whether the last turn is a question, not the guide's closing. */
  async hasOpenQuestion(): Promise<boolean> {
    const last = (await this.interviewerTurns.allInnerTexts()).at(-1);
    return last !== undefined && !last.endsWith(CLOSING);
  }

  /** Answers the open question with its control and waits for the reply. Returns the question. */
  async answer(): Promise<AskedQuestion> {
    const question = await this.readOpenQuestion();
    await this.enterAnswer(question);
    await this.#sendAndWait();
    return question;
  }

  /** Enters the answer from `ANSWERS` into the control of a question, without sending it. */
  async enterAnswer(question: AskedQuestion): Promise<void> {
    const value = ANSWERS[question.id as keyof typeof ANSWERS] ?? FOLLOW_UP_ANSWER;
    await ENTER_VALUE[question.type](this, question, value as never);
  }

  /** Sends a text and waits for the reply. */
  async sendText(text: string): Promise<void> {
    await this.answerBox.fill(text);
    await this.#sendAndWait();
  }

  /** Locates the controls of a structured question: a group that the question names. */
  controlsOf(question: AskedQuestion): Locator {
    return this.#scope.getByRole(question.type === 'scale' ? 'radiogroup' : 'group', { name: question.text });
  }

  /**
   * Answers all questions, then waits for the thanks.
   *
   * @param beforeEach called before each answer is entered
   * @returns the answered questions, follow-ups included
   */
  async answerAll(beforeEach: (question: AskedQuestion) => Promise<void> = async () => {}): Promise<AskedQuestion[]> {
    const answered: AskedQuestion[] = [];
    while (await this.hasOpenQuestion()) {
      await beforeEach(await this.readOpenQuestion());
      answered.push(await this.answer());
    }
    await expect(this.thanksHeading).toBeVisible();
    return answered;
  }

  /** Calls the global `Koji`, as the host page's code does. */
  async callKoji(call: 'open' | 'close' | 'complete' | 'destroy'): Promise<void> {
    await this.page.evaluate(name => (window as unknown as { Koji(name: string): void }).Koji(name), call);
  }

  /** Ends the interview with "End interview" and its confirmation, and waits for the thanks. */
  async endInterview(): Promise<void> {
    await this.endButton.click();
    await this.#scope.getByRole('button', { name: 'End now' }).click();
    await expect(this.thanksHeading).toBeVisible();
  }

  async #sendAndWait(): Promise<void> {
    const turns = await this.interviewerTurns.count();
    await this.press(this.sendButton);
    await this.waitForReply(turns);
  }

  /** Waits until there are more than `turns` interviewer turns, or the thanks. */
  async waitForReply(turns: number): Promise<void> {
    await expect(this.interviewerTurns.nth(turns).or(this.thanksHeading).first()).toBeVisible();
  }
}

type EnterValue<Value> = (respondent: Respondent, question: AskedQuestion, value: Value) => Promise<void>;

/** Selects an option, unless it is selected already. */
async function selectOption({ press }: Respondent, option: Locator): Promise<void> {
  if (!(await option.isChecked())) await press(option);
  await expect(option).toBeChecked();
}

const selectOne: EnterValue<string | number> = (respondent, question, value) =>
  selectOption(respondent, respondent.controlsOf(question).getByRole('radio', { name: String(value), exact: true }));

/** Enters an answer's value into the control of each question type. */
const ENTER_VALUE: { [Type in QuestionType]: EnterValue<never> } = {
  open_ended: ({ answerBox }, _question, text: string) => answerBox.fill(text),
  scale: selectOne,
  single_choice: selectOne,
  async multiple_choice(respondent, question, options: string[]) {
    const group = respondent.controlsOf(question);
    for (const name of options) await selectOption(respondent, group.getByRole('checkbox', { name, exact: true }));
  },
  async ranking(respondent, question, [first]: string[]) {
    const up = respondent.controlsOf(question).getByRole('button', { name: `Move ${first} up` });
    while (await up.isEnabled()) await respondent.press(up);
  },
  yes_no: (respondent, question, value: boolean) => selectOne(respondent, question, (value ? 'Yes' : 'No') as never),
};
