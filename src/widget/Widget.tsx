import { Launcher } from './Launcher.tsx';
import { Panel } from './Panel.tsx';
import type { ViewProps } from './view-props.ts';

/** The whole widget: the open panel, or the launcher that opens it. */
export function Widget(props: ViewProps) {
  const { model, texts, options, locale, dir, isOffered } = props;
  const { mode, theme, trigger } = options;
  return (
    <div
      class="root"
      lang={locale}
      dir={dir}
      data-mode={mode}
      style={{ colorScheme: theme.replace('auto', 'light dark') }}
    >
      {model.isOpen.value ? (
        <Panel {...props} />
      ) : (
        trigger === 'launcher' &&
        mode !== 'inline' &&
        isOffered() && <Launcher onOpen={model.open}>{texts.launcher}</Launcher>
      )}
    </div>
  );
}
