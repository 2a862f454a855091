import tailwindcss from '@tailwindcss/vite';
import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { bundleBudget } from './build/bundle-budget.ts';
import { californiaCounties } from './build/california-counties.ts';
import { chunkFileNames, chunkGroups } from './build/chunk-groups.ts';
import { cityLabelsPlugin } from './build/city-labels.ts';
import { countyPicturePlugin } from './build/county-picture.ts';
import { neighboringLandPlugin } from './build/neighboring-land.ts';
import { oneAddress } from './build/one-address.ts';
import { pageParts } from './build/page-parts.ts';
import { precompress } from './build/precompress.ts';
import { roadsPlugin } from './build/roads.ts';
import { routeFiles } from './build/route-files.ts';

const api = `http://127.0.0.1:${process.env.API_PORT || 3000}`;
/** The API's own addresses. `/dev/ui` is a page. */
const apiPaths = ['/trpc', '/api', '/healthz', '/readyz', '/metrics', '/dev/outbox', '/dev/letters'];

export default defineConfig({
  root: import.meta.dirname,
  // The router transforms the routes before React's plugin sees them.
  plugins: [
    tanstackRouter(routeFiles),
    react(),
    tailwindcss(),
    californiaCounties(),
    countyPicturePlugin(),
    neighboringLandPlugin(),
    cityLabelsPlugin(),
    roadsPlugin(),
    bundleBudget(import.meta.dirname, process.env.BUNDLE_BUDGET === 'warn' ? 'warn' : 'fail'),
    pageParts(import.meta.dirname),
    precompress(),
    oneAddress(process.env.PUBLIC_ORIGIN),
  ],
  build: {
    target: 'es2023',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: { groups: chunkGroups }, chunkFileNames } },
  },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(apiPaths.map((path) => [path, api])),
  },
});
