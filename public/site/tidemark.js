/* The usual stub: a call made before /koji.js has arrived waits in its queue. */
window.Koji ??= (...call) => {
  window.Koji.q ??= [];
  window.Koji.q.push(call);
};

document.querySelector('#cancel').addEventListener('click', () => window.Koji('open'));

document.addEventListener('koji-complete', ({ detail }) => {
  const link = document.createElement('a');
  link.href = `/dashboard/interviews/${encodeURIComponent(detail.interviewId)}`;
  link.textContent = 'See what the team gets';
  document.querySelector('#team').replaceChildren('The interview has ended. ', link);
});
