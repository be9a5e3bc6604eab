import { focusWithoutStealing } from './focus.ts';

/**
 * A screen with one message, and buttons that lead on. Without a title it shows dots: something is
 * on its way.
 * Each text has its own element, for the reason in `ChangingText`.
 *
 * @param props.actions label and action of each button; `false` leaves one out
 */
export function Notice({
  title,
  children,
  actions = [],
}: {
  title?: string;
  children: string;
  actions?: ([label: string, onPress: () => void] | false)[];
}) {
  return (
    <div class="screen" role="status" tabIndex={-1} ref={focusWithoutStealing}>
      {title ? <h2 key={title}>{title}</h2> : <Dots />}
      <p key={children}>{children}</p>
      <div class="actions">
        {actions.map(
          (action, index) =>
            action && (
              <button type="button" key={action[0]} class={index ? 'choice' : 'primary'} onClick={action[1]}>
                {action[0]}
              </button>
            ),
        )}
      </div>
    </div>
  );
}

/** Three pulsing dots: something is on its way. */
export const Dots = () => (
  <span class="dots" aria-hidden="true">
    <i />
    <i />
    <i />
  </span>
);
