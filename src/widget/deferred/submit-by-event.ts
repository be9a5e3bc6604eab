/**
 * Makes submit buttons send the `submit` event only, and not submit the form. A sandboxed frame
 * without `allow-forms` blocks both otherwise
 * (https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#form-submission-algorithm).
 * Calling it again changes nothing.
 */
export function submitByEvent(root: ShadowRoot): void {
  root.addEventListener('click', onClick);
}

/** Enter in a field clicks the form's submit button too. */
const onClick = (event: Event) => {
  const { type, form } = event.target as HTMLButtonElement;
  if (type !== 'submit' || !form) return;
  event.preventDefault();
  form.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
};
