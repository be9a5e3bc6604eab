import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/pages/svelte/',
  plugins: [svelte()],
  build: { outDir: '../../../dist/pages/svelte', emptyOutDir: true },
});
