import { Conversation } from './Conversation.tsx';
import { useDeferredViews } from './load-deferred.ts';
import { Notice } from './Notice.tsx';
import type { ViewProps } from './view-props.ts';

/** What the panel shows in each phase of the interview. */
export function Screen(props: ViewProps) {
  const { model, texts } = props;
  const { interview } = model;
  const state = interview.state.value;
  if (model.isShowingClosingMessage.value && state.phase !== 'failed') return <Conversation {...props} />;
  switch (state.phase) {
    case 'idle':
    case 'consenting': {
      const decline: [string, () => void] = [texts.decline, model.declineConsent];
      return (
        <Notice
          title={texts.consentTitle}
          actions={[[texts.agree, () => void interview.start()], state.phase === 'consenting' && decline]}
        >
          {texts.consentText}
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
      return <DeferredScreen {...props} phase={state.phase} />;
    default:
      return <Conversation {...props} />;
  }
}

/** A screen of the deferred chunk, or a plain substitute until the chunk is loaded. */
function DeferredScreen({ phase, ...props }: ViewProps & { phase: 'in_other_tab' | 'failed' | 'completed' }) {
  const { texts, model } = props;
  const deferred = useDeferredViews(props);
  if (deferred) {
    const PhaseScreen = deferred.SCREENS[phase];
    return <PhaseScreen {...props} texts={deferred.texts} />;
  }
  if (phase === 'completed') return <h2 class="screen">{texts.thanks}</h2>;
  // A chunk that cannot be loaded means that the server cannot be reached either.
  return deferred === null ? (
    <Notice title={texts.errorTitle} actions={[[texts.retry, model.interview.retry]]}>
      {texts.unreachable}
    </Notice>
  ) : (
    <Notice>{texts.starting}</Notice>
  );
}
