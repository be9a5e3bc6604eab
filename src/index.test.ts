import { expect, it } from 'vitest';

it('on a server without a DOM, mount returns a handle that does nothing', async () => {
  expect(typeof document).toBe('undefined');
  const { mount } = await import('./index.ts');
  const handle = mount({ mode: 'inline', target: '#here' });
  handle.open();
  handle.complete('manual');
  const off = handle.on('koji-complete', () => {});
  off();
  handle.close();
  handle.destroy();
  expect(handle.status).toBe('idle');
});

it('on a server without a DOM, importing the element does no harm', async () => {
  const { KojiInterviewElement } = await import('./element.ts');
  expect(KojiInterviewElement.observedAttributes).toContain('max-duration');
});
