/*
 * Keeps a page up to date while the state that it shows may still change: polls the page, and replaces
 * its `<main>` as soon as `data-version` differs. The delay grows with each poll without a change.
 */
const FIRST_DELAY = 2000;
const MAX_DELAY = 15_000;

function pollLater(delay) {
  const main = document.querySelector('main');
  if (main.dataset.version) setTimeout(() => poll(main, delay), delay);
}

async function poll(main, delay) {
  const newMain = await fetchMain();
  // Somebody who is using a form is not interrupted.
  const isFormInUse = document.activeElement?.closest('main form');
  if (newMain && !isFormInUse && newMain.dataset.version !== main.dataset.version) {
    replaceMain(main, newMain);
    pollLater(FIRST_DELAY);
  } else {
    pollLater(Math.min(delay * 1.5, MAX_DELAY));
  }
}

/** Resolves to null if the page cannot be loaded. */
async function fetchMain() {
  try {
    const response = await fetch(location.href);
    if (!response.ok) return null;
    return new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('main');
  } catch {
    return null;
  }
}

/** Keeps what is unfolded, how far each pane is scrolled, and the focus. Announces a new status. */
function replaceMain(main, newMain) {
  for (const { id } of main.querySelectorAll('details[id][open]')) {
    newMain.querySelector(`#${id}`)?.setAttribute('open', '');
  }
  const focusedId = document.activeElement?.id;
  const panes = [...main.querySelectorAll('[id][tabindex]')].map(({ id, scrollTop }) => ({ id, scrollTop }));
  main.replaceWith(newMain);
  for (const { id, scrollTop } of panes) {
    const pane = document.getElementById(id);
    if (pane) pane.scrollTop = scrollTop;
  }
  if (focusedId) document.getElementById(focusedId)?.focus({ preventScroll: true });
  if (newMain.dataset.status !== main.dataset.status) {
    document.querySelector('#announcement').textContent = newMain.dataset.status ?? '';
  }
}

pollLater(FIRST_DELAY);
