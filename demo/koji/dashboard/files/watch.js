/* Follows something that still moves: asks for the page again, ever more slowly, and puts the new content in where it has changed. */
const FIRST_WAIT = 2000;
const LONGEST_WAIT = 15_000;

function watch(wait) {
  const main = document.querySelector('main');
  if (main.dataset.watch) setTimeout(() => lookAgain(main, wait), wait);
}

async function lookAgain(main, wait) {
  const next = await freshContent();
  // Whoever is about to choose or press something is not interrupted.
  const isBusy = document.activeElement?.closest('main form');
  if (!next || isBusy || next.dataset.watch === main.dataset.watch) return watch(Math.min(wait * 1.5, LONGEST_WAIT));
  const focused = document.activeElement?.id;
  for (const { id } of main.querySelectorAll('details[id][open]'))
    next.querySelector(`#${id}`)?.setAttribute('open', '');
  const scrolled = new Map([...main.querySelectorAll('[id][tabindex]')].map(pane => [pane.id, pane.scrollTop]));
  main.replaceWith(next);
  for (const [id, top] of scrolled) {
    const pane = document.getElementById(id);
    if (pane) pane.scrollTop = top;
  }
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  if (next.dataset.standing !== main.dataset.standing) {
    document.querySelector('#news').textContent = next.dataset.standing ?? '';
  }
  watch(FIRST_WAIT);
}

async function freshContent() {
  try {
    const response = await fetch(location.href);
    if (!response.ok) return null;
    return new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('main');
  } catch {
    return null;
  }
}

watch(FIRST_WAIT);
