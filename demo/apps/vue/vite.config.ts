import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/apps/vue/',
  // Without this Vue looks for a component of that name.
  plugins: [vue({ template: { compilerOptions: { isCustomElement: tag => tag === 'koji-interview' } } })],
  build: { outDir: '../../../dist/apps/vue', emptyOutDir: true },
});
