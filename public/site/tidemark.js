/* The usual stub: queues calls until /koji.js is loaded. */
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
