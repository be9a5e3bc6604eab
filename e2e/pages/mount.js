/** An application that mounts the interview from code. */
import { mount } from 'koji-embed';

const proxy = new URLSearchParams(location.search).get('proxy');
const news = document.querySelector('#news');
let interview;

function show() {
  interview = mount({ proxy, mode: 'inline', target: '#view', texts: { thanks: 'Tack!' } });
  interview.on('koji-start', ({ detail }) => tell(detail.resumed ? 'resumed' : 'started'));
  interview.on('koji-complete', ({ detail }) => tell(`${detail.reason}, ${interview.status}`));
}

function tell(what) {
  news.append(Object.assign(document.createElement('li'), { textContent: what }));
}

document.querySelector('#show').addEventListener('click', show);
document.querySelector('#hide').addEventListener('click', () => interview.destroy());
document.querySelector('#end').addEventListener('click', () => interview.complete());
document.querySelector('#wrong').addEventListener('click', () => {
  try {
    mount({ mode: 'sideways' });
  } catch (error) {
    tell(String(error));
  }
});
