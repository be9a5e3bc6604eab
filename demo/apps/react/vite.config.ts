import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/apps/react/',
  plugins: [react()],
  build: { outDir: '../../../dist/apps/react', emptyOutDir: true },
});
