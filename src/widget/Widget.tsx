import type { Failure } from '../interview/failures.ts';
import type { WidgetState } from '../model/widget-model.ts';
import { CloseIcon } from './CloseIcon.tsx';
import { Conversation } from './Conversation.tsx';
import { Launcher } from './Launcher.tsx';
import { loadRest } from './load-rest.ts';
import { Notice } from './Notice.tsx';
import type { Settled } from './options.ts';
import { type FirstTexts, sayFailure } from './texts.ts';
import { view } from './view.ts';

/** What every part of the widget is given. */
export interface Parts {
  model: WidgetState;
  texts: FirstTexts;
  settings: Settled;
  root: ShadowRoot;
  /** Tells the host which of the two thank-you buttons was pressed. */
  onFeedback(rating: 'loved_it' | 'not_great'): void;
  onRestart(): void;
}

export const Widget = view((parts: Parts) => {
  const { model, texts, settings } = parts;
  const isInline = settings.mode === 'inline';
  const isOpen = model.isOpen.value;
  const onKeyDown = (event: KeyboardEvent) => {
    // Escape may only take back a word that an input method composes (keyCode 229 is Safari's way of saying so).
    if (event.key !== 'Escape' || isInline || event.defaultPrevented || event.isComposing || event.keyCode === 229)
      return;
    event.stopPropagation();
    if (model.isEnding.value) model.isEnding.value = false;
    else model.close();
  };
  return (
    <div class="root" data-mode={settings.mode} style={{ colorScheme: settings.theme.replace('auto', 'light dark') }}>
      {isOpen ? (
        <section
          class="panel"
          part="panel"
          role={isInline ? undefined : 'dialog'}
          aria-label={isInline ? undefined : texts.interview}
          onKeyDown={onKeyDown}
        >
          {!isInline && (
            <button type="button" class="icon close" aria-label={texts.close} onClick={model.close}>
              <CloseIcon />
            </button>
          )}
          <Screen {...parts} />
        </section>
      ) : (
        settings.trigger === 'launcher' && !isInline && <Launcher onOpen={model.open}>{texts.launcher}</Launcher>
      )}
    </div>
  );
});

/** One screen a phase. */
const Screen = view((parts: Parts) => {
  const { model, texts, onRestart } = parts;
  const { interview } = model;
  const state = interview.state.value;
  switch (state.phase) {
    case 'idle':
    case 'consenting': {
      const decline: [string, () => void] = [texts.decline, model.decline];
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
    case 'elsewhere': {
      const rest = loadRest(parts);
      return rest ? <rest.Elsewhere {...parts} texts={rest.texts} /> : <Notice>{texts.starting}</Notice>;
    }
    case 'completing':
      return <Notice>{texts.completing}</Notice>;
    case 'completed':
      return <Thanks {...parts} />;
    case 'failed':
      return (
        <Notice title={texts.failed} actions={wayOn(state.failure, texts, interview.retry, onRestart)}>
          {sayFailure(state.failure.code, texts)}
        </Notice>
      );
    default:
      return <Conversation {...parts} />;
  }
});

/** Trying again where that can help, another interview where this one can't be gone on with. */
function wayOn({ code, recoverable }: Failure, texts: FirstTexts, retry: () => void, restart: () => void) {
  const isOver = code.startsWith('ticket_') || code === 'not_found';
  return [
    recoverable
      ? ([texts.retry, retry] as [string, () => void])
      : isOver && ([texts.restart, restart] as [string, () => void]),
  ];
}

const Thanks = view((parts: Parts) => {
  const rest = loadRest(parts);
  return rest ? <rest.ThankYou {...parts} texts={rest.texts} /> : <h2 class="screen">{parts.texts.thanks}</h2>;
});
