import { mount } from 'koji-embed';
import 'koji-embed/element';

const main = /** @type {HTMLElement} */ (document.querySelector('main'));
const log = /** @type {HTMLElement} */ (document.querySelector('.log'));

/** @type {import('koji-embed').InterviewHandle | undefined} */
let interview;

/** Shows the view that the URL's hash names, and removes the interview of the previous view. */
function showView() {
  const route = location.hash.slice(1) || 'plan';
  const template = /** @type {HTMLTemplateElement | null} */ (document.getElementById(route));
  interview?.destroy();
  main.replaceChildren(...(template ? [template.content.cloneNode(true)] : []));
  for (const link of document.querySelectorAll('nav a')) {
    if (link.getAttribute('href') === `#${route}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  if (route === 'why') mountInterview();
}

function mountInterview() {
  interview = mount({ study: 'churn', mode: 'inline', target: '#interview' });
  interview.on('koji-start', ({ detail }) => addToLog(detail.resumed ? 'resumed' : 'started'));
  interview.on('koji-complete', ({ detail }) => addToLog(`completed: ${detail.reason}`));
}

/** @param {string} text */
function addToLog(text) {
  log.append(Object.assign(document.createElement('li'), { textContent: text }));
}

main.addEventListener('click', ({ target }) => {
  if (target instanceof Element && target.id === 'open') main.querySelector('koji-interview')?.open();
});
// The element's events bubble.
main.addEventListener('koji-complete', event => {
  const { target, detail } = /** @type {CustomEvent<import('koji-embed').InterviewEvents['koji-complete']>} */ (event);
  if (target instanceof Element && target.matches('koji-interview')) addToLog(`completed: ${detail.reason}`);
});

addEventListener('hashchange', showView);
showView();
