import type { ComponentChildren } from 'preact';
import { focusWithoutStealing } from './focus.ts';

/** A screen that says one thing and offers the ways on: each a label and what it does; what is not offered is false. */
export function Notice({
  title,
  children,
  actions = [],
}: {
  title?: string;
  children: ComponentChildren;
  actions?: ([label: string, act: () => void] | false)[];
}) {
  return (
    <div class="screen" role="status" tabIndex={-1} ref={focusWithoutStealing}>
      {title ? <h2>{title}</h2> : <Dots />}
      <p>{children}</p>
      <div class="actions">
        {actions.map(
          (action, at) =>
            action && (
              <button type="button" class={at ? 'choice' : 'primary'} onClick={action[1]}>
                {action[0]}
              </button>
            ),
        )}
      </div>
    </div>
  );
}

/** Three dots that breathe while something is on its way. */
export const Dots = () => (
  <span class="dots" aria-hidden="true">
    <i />
    <i />
    <i />
  </span>
);
