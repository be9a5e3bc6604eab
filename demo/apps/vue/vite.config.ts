import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/apps/vue/',
  // Otherwise Vue looks for a component with this name.
  plugins: [vue({ template: { compilerOptions: { isCustomElement: tag => tag === 'koji-interview' } } })],
  build: { outDir: '../../../dist/apps/vue', emptyOutDir: true },
});
