import { fileURLToPath } from 'node:url';

export default {
  // The packages are a folder further up.
  turbopack: { root: fileURLToPath(new URL('..', import.meta.url)) },
};
