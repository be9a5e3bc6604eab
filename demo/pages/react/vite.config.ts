import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/pages/react/',
  plugins: [react()],
  build: { outDir: '../../../dist/pages/react', emptyOutDir: true },
});
