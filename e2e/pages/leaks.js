/** An application that puts interviews on the page and takes them off again, by both of the package's doors. */
import 'koji-embed/element';
import { mount } from 'koji-embed';

const begun = place => new Promise(resolve => place.addEventListener('koji-start', resolve, { once: true }));

/** Times over: put on the page, opened, begun, taken off. */
window.come = {
  async mounted(times, proxy) {
    for (let n = 0; n < times; n++) {
      const start = begun(document);
      const interview = mount({ proxy, study: '1', persist: 'none', trigger: 'manual' });
      interview.on('koji-message', () => {});
      interview.open();
      await start;
      interview.destroy();
    }
  },
  async element(times, proxy) {
    for (let n = 0; n < times; n++) {
      const start = begun(document);
      const element = document.createElement('koji-interview');
      Object.assign(element, { proxy, study: '1', persist: 'none' });
      document.body.append(element);
      await start;
      element.remove();
    }
  },
};
