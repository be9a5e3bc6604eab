/**
 * Has a form's button submit it by an event alone, which is all that our forms are for. In a sandboxed frame without `allow-forms` the
 * browser submits none, and sends not even the event (https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#form-submission-algorithm).
 */
export function submitByEvent(root: ShadowRoot): void {
  root.addEventListener('click', onClick);
}

/** Enter in a field makes such a click as well. */
const onClick = (event: Event) => {
  const { type, form } = event.target as HTMLButtonElement;
  if (type !== 'submit' || !form) return;
  event.preventDefault();
  form.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
};
