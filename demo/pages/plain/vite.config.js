import { defineConfig } from 'vite';

export default defineConfig({
  base: '/pages/plain/',
  build: {
    outDir: '../../../dist/pages/plain',
    emptyOutDir: true,
    rolldownOptions: { input: ['index.html', 'script-tag.html'].map(page => `${import.meta.dirname}/${page}`) },
  },
});
