/** A sample application that mounts an interview from code. */
import { mount } from 'koji-embed';

const proxy = new URLSearchParams(location.search).get('proxy');
const eventList = document.querySelector('#events');
let interview;

function show() {
  interview = mount({ proxy, mode: 'inline', target: '#view', texts: { thanks: 'Tack!' } });
  interview.on('koji-start', ({ detail }) => addEvent(detail.resumed ? 'resumed' : 'started'));
  interview.on('koji-complete', ({ detail }) => addEvent(`${detail.reason}, ${interview.status}`));
}

function addEvent(text) {
  eventList.append(Object.assign(document.createElement('li'), { textContent: text }));
}

document.querySelector('#show').addEventListener('click', show);
document.querySelector('#hide').addEventListener('click', () => interview.destroy());
document.querySelector('#end').addEventListener('click', () => interview.complete());
document.querySelector('#wrong').addEventListener('click', () => {
  try {
    mount({ mode: 'sideways' });
  } catch (error) {
    addEvent(String(error));
  }
});
