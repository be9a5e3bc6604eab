/** A sample application that adds and removes interviews, with `mount()` and with the custom element. */
import 'koji-embed/element';
import { mount } from 'koji-embed';

const waitForStart = target => new Promise(resolve => target.addEventListener('koji-start', resolve, { once: true }));

/** Each function adds an interview, starts it and removes it, so many times. */
window.addAndRemove = {
  async mount(times, proxy) {
    for (let n = 0; n < times; n++) {
      const started = waitForStart(document);
      const interview = mount({ proxy, study: '1', persist: 'none', trigger: 'manual' });
      interview.on('koji-message', () => {});
      interview.open();
      await started;
      interview.destroy();
    }
  },
  async element(times, proxy) {
    for (let n = 0; n < times; n++) {
      const started = waitForStart(document);
      const element = document.createElement('koji-interview');
      Object.assign(element, { proxy, study: '1', persist: 'none' });
      document.body.append(element);
      await started;
      element.remove();
    }
  },
};
