import { defineConfig } from 'vite';

export default defineConfig({
  base: '/apps/plain/',
  build: {
    outDir: '../../../dist/apps/plain',
    emptyOutDir: true,
    rolldownOptions: { input: ['index.html', 'script-tag.html'].map(page => `${import.meta.dirname}/${page}`) },
  },
});
