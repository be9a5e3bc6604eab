import { focusGently } from './focus.ts';
import type { DeferredViews } from './load-deferred.ts';
import { View } from './view.ts';
import type { ViewProps } from './Widget.tsx';

interface Props extends ViewProps {
  rest: DeferredViews | null | undefined;
  /** Called when a message is sent. */
  onSend(): void;
}

/** Where the respondent answers: the control of a structured question, and always the message box. */
export class Composer extends View<Props> {
  #form: HTMLElement | null = null;
  /** The question that the focus was moved for last, with a blank where its control could not be there yet. */
  #asked = '';

  override componentDidMount(): void {
    this.componentDidUpdate();
  }

  override componentDidUpdate(): void {
    const { model, rest } = this.props;
    const { question, state } = model.interview;
    const asking = state.value.phase === 'active' ? `${question.value?.id}${rest ? '' : ' '}` : '';
    const before = this.#asked;
    this.#asked = asking;
    if (!asking || asking === before) return;
    const form = this.#form!;
    // Words that were begun aren't taken from under the hands, nor is the focus, by a control that comes late, from wherever else
    // the respondent has gone meanwhile.
    if (form.querySelector('textarea:focus') ? !model.draft.value : before !== `${asking} `)
      focusGently(form.querySelector<HTMLElement>('input, li, textarea'));
  }

  override draw({ model, texts, settings, locale, rest, onSend }: Props) {
    const { interview, draft, chosenValue, sendFailure } = model;
    const question = interview.question.value;
    const isActive = interview.state.value.phase === 'active';
    // The control goes once it has been used: what was chosen is a turn by then.
    const Control = isActive && question && rest?.CONTROLS[question.type];
    const tooMany = rest?.excessCharacters(draft.value);
    const canSend = model.canSend.value && !tooMany;

    const submit = (event: globalThis.Event) => {
      event.preventDefault();
      if (!canSend) return;
      void model.send();
      onSend();
    };
    const onKeyDown = (event: KeyboardEvent) => {
      // Enter sends; while an input method composes it only picks a word (keyCode 229 is Safari's way of saying so).
      if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229) return;
      // On-screen keyboards have no Shift and Enter, and what is sent can't be taken back: there, Enter makes a line.
      const isLine = event.shiftKey || matchMedia('(pointer: coarse)').matches;
      if (!isLine || event.ctrlKey || event.metaKey) submit(event);
    };

    return (
      <form
        class="composer"
        part="composer"
        ref={form => {
          this.#form = form;
        }}
        onSubmit={submit}
      >
        {Control && (
          <Control
            key={question!.id}
            question={question!}
            value={chosenValue.value}
            texts={rest!.texts}
            locale={locale}
            lang={settings.locale}
            onChange={next => (chosenValue.value = next)}
          />
        )}
        <div class="box">
          <textarea
            rows={Math.min(6, draft.value.split('\n').length)}
            aria-label={texts.answer}
            aria-describedby={`turn-${interview.messages.value.length - 1} hint`}
            aria-invalid={!!tooMany}
            placeholder={Control ? rest!.texts.words : texts.answer}
            lang={settings.locale}
            dir="auto"
            value={draft.value}
            onInput={event => {
              draft.value = event.currentTarget.value;
            }}
            onKeyDown={onKeyDown}
          />
          <button type="submit" class="primary" aria-disabled={!canSend}>
            {texts.send}
          </button>
        </div>
        <p class="hint quiet" id="hint" role="status">
          {rest ? rest.hint(model, rest.texts, tooMany, locale) : sendFailure.value && texts.unreachable}
        </p>
      </form>
    );
  }
}
