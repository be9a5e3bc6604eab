import type { Rating } from '../model/host-events.ts';
import type { WidgetState } from '../model/widget-model.ts';
import { CloseIcon } from './CloseIcon.tsx';
import { Conversation } from './Conversation.tsx';
import { containEvents } from './contain-events.ts';
import { Launcher } from './Launcher.tsx';
import { loadDeferredViews } from './load-deferred.ts';
import { Notice } from './Notice.tsx';
import type { ResolvedOptions } from './options.ts';
import type { FirstTexts } from './texts.ts';
import { view } from './view.ts';

/** What every part of the widget is given. */
export interface ViewProps {
  model: WidgetState;
  texts: FirstTexts;
  /** The language of the texts, BCP 47. */
  locale: string;
  dir: 'ltr' | 'rtl';
  settings: ResolvedOptions;
  root: ShadowRoot;
  /** Whether this visitor is offered the interview. */
  isOffered(): boolean;
  /** Tells the host which of the two thank-you buttons was pressed, and what was said with it. */
  onFeedback(rating: Rating, message?: string): void;
  onRestart(): void;
}

export const Widget = view((parts: ViewProps) => {
  const { model, texts, settings, locale, dir } = parts;
  const isInline = settings.mode === 'inline';
  const isOpen = model.isOpen.value;
  // Not before the first question is there, which it would only hold up.
  const rest = isOpen && !isInline && model.interview.interviewId.value && loadDeferredViews(parts);
  const onKeyDown = (event: KeyboardEvent) => {
    // Escape may only take back a word that an input method composes (keyCode 229 is Safari's way of saying so).
    if (event.key !== 'Escape' || isInline || event.defaultPrevented || event.isComposing || event.keyCode === 229)
      return;
    // Else the browser closes a dialog of the page's with it.
    event.preventDefault();
    if (model.isConfirmingEnd.value) model.isConfirmingEnd.value = false;
    else model.close();
  };
  return (
    <div
      class="root"
      lang={locale}
      dir={dir}
      data-mode={settings.mode}
      style={{ colorScheme: settings.theme.replace('auto', 'light dark') }}
    >
      {isOpen ? (
        <section
          class="panel"
          part="panel"
          role={isInline ? undefined : 'dialog'}
          aria-label={isInline ? undefined : texts.interview}
          onKeyDown={onKeyDown}
          ref={panel => {
            if (panel) containEvents(panel);
            return panel && rest ? rest.manageOverlay(panel) : undefined;
          }}
        >
          {!isInline && (
            <button type="button" class="icon close" aria-label={texts.close} onClick={model.close}>
              <CloseIcon />
            </button>
          )}
          <Screen {...parts} />
        </section>
      ) : (
        settings.trigger === 'launcher' &&
        !isInline &&
        parts.isOffered() && <Launcher onOpen={model.open}>{texts.launcher}</Launcher>
      )}
    </div>
  );
});

/** One screen a phase. */
const Screen = view((parts: ViewProps) => {
  const { model, texts } = parts;
  const { interview } = model;
  const state = interview.state.value;
  if (model.isShowingClosingMessage.value && state.phase !== 'failed') return <Conversation {...parts} />;
  switch (state.phase) {
    case 'idle':
    case 'consenting': {
      const decline: [string, () => void] = [texts.decline, model.declineConsent];
      return (
        <Notice
          title={texts.consentTitle}
          actions={[[texts.agree, () => void interview.start()], state.phase === 'consenting' && decline]}
        >
          {texts.consent}
        </Notice>
      );
    }
    case 'starting':
      return <Notice>{texts.starting}</Notice>;
    case 'completing':
      return <Notice>{texts.completing}</Notice>;
    case 'in_other_tab':
    case 'failed':
    case 'completed':
      return <Later {...parts} phase={state.phase} />;
    default:
      return <Conversation {...parts} />;
  }
});

/** A screen of the part that comes later; its code is on its way since the first question, and most often there. */
const Later = view(({ phase, ...parts }: ViewProps & { phase: 'in_other_tab' | 'failed' | 'completed' }) => {
  const { texts, model } = parts;
  const rest = loadDeferredViews(parts);
  if (rest) {
    const Screen = rest.SCREENS[phase];
    return <Screen {...parts} texts={rest.texts} />;
  }
  if (phase === 'completed') return <h2 class="screen">{texts.thanks}</h2>;
  // Where it can't be had, nothing can.
  return rest === null ? (
    <Notice title={texts.failed} actions={[[texts.retry, model.interview.retry]]}>
      {texts.unreachable}
    </Notice>
  ) : (
    <Notice>{texts.starting}</Notice>
  );
});
