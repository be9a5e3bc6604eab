import { createFailure } from '../../interview/failures.ts';
import type { Emit } from '../../model/host-events.ts';
import { containKey } from '../contain-events.ts';
import { isFocusBlocked } from '../focus.ts';

/** What takes the focus when the panel gets it back, in this order: a control, the message box, a screen. */
const FIRST_FIELD = 'input, li, textarea, [tabindex="-1"]';

/** Attributes that hide an element from screen readers, or disable it. */
const MARKS = ['aria-hidden', 'inert'];

const BLOCKED =
  'koji-embed: the page keeps the open conversation from being used: its element is not displayed, or a modal ' +
  'dialog lies over it. Display the element, or close the dialog, before you call open().';

export interface OverlayActions {
  /** Does what Escape does. */
  dismiss(): void;
  /** Called when the panel has become modal, and when it is no longer. */
  onChange(isModal: boolean): void;
  /** Handles Tab while the panel is modal. */
  onTab(event: KeyboardEvent): void;
  emit: Emit;
}

/**
 * Keeps a panel usable that the visitor has asked for, where the page keeps it from being used: by a
 * modal dialog or `inert`, which disable everything outside of them, or by a focus trap, which takes
 * the focus back. The panel is then a modal dialog too. It lies on top and makes everything else
 * inert, so a trap finds nothing that it could focus
 * (https://html.spec.whatwg.org/multipage/interaction.html#modal-dialogs-and-inert-subtrees). It is
 * moved nowhere, and keeps its scroll position and what was typed.
 *
 * @returns stops it
 */
export function keepUsable(panel: HTMLDialogElement, { dismiss, onChange, onTab, emit }: OverlayActions): () => void {
  const root = panel.getRootNode() as ShadowRoot;
  const lifetime = new AbortController();
  const untilClosed = { signal: lifetime.signal };
  const focus = (field: HTMLElement | null) => {
    (field ?? panel.querySelector<HTMLElement>(FIRST_FIELD))?.focus({ preventScroll: true });
    return root.activeElement !== null;
  };

  let isModal = false;
  const setModal = (value: boolean) => {
    if (isModal === value) return;
    isModal = value;
    // An open dialog has to be closed first, whether it is modal or not.
    if (value) {
      panel.popover = null;
      panel.open = false;
      panel.showModal();
    } else {
      panel.close();
      panel.open = true;
    }
    onChange(isModal);
  };

  function becomeModal(field: HTMLElement | null): void {
    setModal(true);
    // Radix, MUI, React Aria and others set these on everything beside their modals.
    for (const mark of MARKS) root.host.removeAttribute(mark);
    if (focus(field)) {
      pageChanges.observe(document.body, { childList: true });
      pageChanges.observe(root.host, { attributeFilter: MARKS });
    } else {
      // The page would be inert, and nothing to be seen.
      setModal(false);
      console.error(BLOCKED);
      emit('koji-error', createFailure('blocked', BLOCKED));
    }
  }

  /** Gives the page back once its modal is gone. */
  function recheck(): void {
    if (!isModal) return;
    const field = root.activeElement as HTMLElement | null;
    pageChanges.disconnect();
    setModal(false);
    if (!focus(field)) becomeModal(field);
  }
  // Libraries remove their modals from the body, and their marks from everything beside it.
  const pageChanges = new MutationObserver(records => {
    if (records.some(({ type, removedNodes }) => type === 'attributes' || removedNodes.length > 0)) recheck();
  });
  document.addEventListener('close', recheck, { ...untilClosed, capture: true });

  panel.addEventListener(
    'pointerdown',
    ({ target, clientX, clientY }) => {
      const { left, right, top, bottom } = panel.getBoundingClientRect();
      const isOutside = clientX < left || clientX > right || clientY < top || clientY > bottom;
      // The backdrop belongs to the panel.
      if (target === panel && isOutside) recheck();
    },
    untilClosed,
  );
  // By a pointer event, which no focus trap stops, and after everything that a trap does about it.
  panel.addEventListener(
    'pointerup',
    ({ target }) => {
      const field = (target as Element).closest<HTMLElement>('textarea, input[type=text]');
      if (!field) return;
      setTimeout(() => {
        if (field.isConnected && root.activeElement !== field) becomeModal(field);
      });
    },
    untilClosed,
  );
  // Before the listeners of a trap, which would move the focus with Tab and close with Escape.
  addEventListener(
    'keydown',
    event => {
      if (!isModal || !event.composedPath().includes(panel)) return;
      if (event.key !== 'Tab' && event.key !== 'Escape') return;
      event.stopImmediatePropagation();
      containKey(event);
      if (event.key === 'Tab') onTab(event);
      else if (!event.isComposing) {
        event.preventDefault();
        dismiss();
      }
    },
    { ...untilClosed, capture: true },
  );
  // Android's Back.
  panel.addEventListener(
    'cancel',
    event => {
      event.preventDefault();
      dismiss();
    },
    untilClosed,
  );

  if (isFocusBlocked(root)) becomeModal(null);
  return () => {
    lifetime.abort();
    pageChanges.disconnect();
    setModal(false);
  };
}
