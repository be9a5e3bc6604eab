import { fileURLToPath } from 'node:url';

export default {
  // `node_modules` is in the parent folder.
  turbopack: { root: fileURLToPath(new URL('..', import.meta.url)) },
};
