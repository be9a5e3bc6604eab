import { mount } from 'koji-embed';
import 'koji-embed/element';

const main = /** @type {HTMLElement} */ (document.querySelector('main'));
const heard = /** @type {HTMLElement} */ (document.querySelector('.heard'));

/** @type {import('koji-embed').InterviewHandle | undefined} */
let interview;

/** Shows the view that the address names; the interview of the one before leaves the page with it. */
function show() {
  const route = location.hash.slice(1) || 'plan';
  const template = /** @type {HTMLTemplateElement | null} */ (document.getElementById(route));
  interview?.destroy();
  main.replaceChildren(...(template ? [template.content.cloneNode(true)] : []));
  for (const link of document.querySelectorAll('nav a')) {
    if (link.getAttribute('href') === `#${route}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  if (route === 'why') talk();
}

function talk() {
  interview = mount({ study: 'churn', mode: 'inline', target: '#interview' });
  interview.on('koji-start', ({ detail }) => hear(detail.resumed ? 'resumed' : 'started'));
  interview.on('koji-complete', ({ detail }) => hear(`completed: ${detail.reason}`));
}

/** @param {string} what */
function hear(what) {
  heard.append(Object.assign(document.createElement('li'), { textContent: what }));
}

main.addEventListener('click', ({ target }) => {
  if (target instanceof Element && target.id === 'talk') main.querySelector('koji-interview')?.open();
});
// The element's events bubble.
main.addEventListener('koji-complete', event => {
  const { target, detail } = /** @type {CustomEvent<import('koji-embed').InterviewEvents['koji-complete']>} */ (event);
  if (target instanceof Element && target.matches('koji-interview')) hear(`completed: ${detail.reason}`);
});

addEventListener('hashchange', show);
show();
