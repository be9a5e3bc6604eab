import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { WidgetState } from '../model/widget-model.ts';
import { ChangingText } from './ChangingText.tsx';
import { focusWithoutStealing } from './focus.ts';
import { getInputDirection } from './input-direction.ts';
import { useDeferredViews } from './load-deferred.ts';
import type { ViewProps } from './view-props.ts';

/** The largest number of lines that the message box grows to. */
const MAX_ROWS = 6;

/**
 * Where the respondent answers: the control of a structured question, and always the message box.
 */
export function Composer(props: ViewProps) {
  const { model, texts, options, locale } = props;
  const { interview, draft, sendFailure } = model;
  const deferred = useDeferredViews(props);
  const form = useRef<HTMLFormElement>(null);
  const question = interview.question.value;
  const isActive = interview.state.value.phase === 'active';
  // The control disappears once it has been used: the choice is then a turn of the conversation.
  const control = isActive && question && deferred?.drawControl({ ...props, texts: deferred.texts }, question);
  const excess = deferred?.excessCharacters(draft.value);
  const canSend = model.canSend.value && !excess;
  useFocusOnQuestion(form, model, isActive ? (question?.id ?? '') : null, !!deferred);

  const submit = (event: Event) => {
    event.preventDefault();
    if (canSend) void model.send();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter sends, but while an input method composes it only picks a word (Safari reports that as
    // keyCode 229).
    if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229) return;
    // On-screen keyboards have no Shift+Enter, and a sent message cannot be taken back: there,
    // Enter makes a new line.
    const isNewLine = event.shiftKey || matchMedia('(pointer: coarse)').matches;
    if (!isNewLine || event.ctrlKey || event.metaKey) submit(event);
  };

  return (
    <form class="composer" part="composer" ref={form} onSubmit={submit}>
      {control}
      <div class="box">
        <textarea
          rows={Math.min(MAX_ROWS, draft.value.split('\n').length)}
          aria-label={texts.answer}
          aria-describedby={`turn-${interview.messages.value.length - 1} hint`}
          aria-invalid={!!excess}
          placeholder={control ? deferred!.texts.commentPlaceholder : texts.answer}
          lang={options.locale}
          dir={getInputDirection(draft.value)}
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
        {deferred ? (
          <deferred.Hint model={model} texts={deferred.texts} excess={excess!} locale={locale} />
        ) : (
          sendFailure.value && <ChangingText>{texts.unreachable}</ChangingText>
        )}
      </p>
    </form>
  );
}

/**
 * Moves the focus to each new question's control, or to the message box when there is none.
 *
 * @param questionId the question that waits for an answer; null while none does
 * @param hasControls whether controls can be drawn already
 */
function useFocusOnQuestion(
  form: RefObject<HTMLFormElement | null>,
  { draft }: WidgetState,
  questionId: string | null,
  hasControls: boolean,
): void {
  const lastQuestionId = useRef<string | null>(null);
  useLayoutEffect(() => {
    const isLateControl = questionId === lastQuestionId.current;
    lastQuestionId.current = questionId;
    if (questionId === null) return;
    const isInBox = form.current!.querySelector('textarea:focus') !== null;
    // The focus stays in a box with words in it. A control that comes late takes it from an empty
    // box only.
    if (isInBox ? !draft.peek() : !isLateControl)
      focusWithoutStealing(form.current!.querySelector<HTMLElement>('input, li, textarea'));
  }, [questionId, hasControls]);
}
