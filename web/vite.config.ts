/** The console, built to dist/web. `vite` alone serves it and hands the API to a running server (VIGIE_SERVER). */
import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env.VIGIE_SERVER ?? 'http://127.0.0.1:8480';
// The server answers pages of its own origin alone.
const fromServer = { target: server, changeOrigin: true, ws: true, headers: { origin: server } };

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), tailwindcss()],
  build: {
    outDir: fileURLToPath(new URL('../dist/web', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    // The page allows no `data:` fonts or scripts: every asset is a file.
    assetsInlineLimit: 0,
    // Which file holds which page: the test of the first load reads it.
    manifest: true,
    // What every page needs, in two files instead of some sixty: fewer requests, and they compress better together.
    // Libraries by themselves, because they stay in a browser's cache over most releases.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'libraries', tags: ['$initial'], test: /\/node_modules\//, priority: 1 },
            { name: 'frame', tags: ['$initial'], test: /\/web\/src\/\w+\// },
          ],
        },
      },
    },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { '/api': fromServer, '/healthz': fromServer, '/readyz': fromServer } },
});
