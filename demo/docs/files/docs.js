/* Adds a "Copy" button to every block of code. The pages need no other script. */
for (const sample of document.querySelectorAll('.sample')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    const result = await navigator.clipboard.writeText(sample.querySelector('code').innerText).then(
      () => 'Copied',
      () => 'Not allowed',
    );
    button.textContent = result;
    button.dataset.result = result;
  });
  button.addEventListener('blur', () => {
    button.textContent = 'Copy';
    delete button.dataset.result;
  });
  sample.append(button);
}
