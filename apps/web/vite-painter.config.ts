import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { californiaCounties } from './build/california-counties.ts';
import { cityLabelsPlugin } from './build/city-labels.ts';
import { countyPicturePlugin } from './build/county-picture.ts';
import { neighboringLandPlugin } from './build/neighboring-land.ts';
import { roadsPlugin } from './build/roads.ts';
import { routeFiles } from './build/route-files.ts';

/** Builds `src/paint.tsx` for the server: the same pages, in files that Node loads. */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  plugins: [
    tanstackRouter(routeFiles),
    react(),
    californiaCounties(),
    countyPicturePlugin(),
    neighboringLandPlugin(),
    cityLabelsPlugin(),
    roadsPlugin(),
  ],
  ssr: { noExternal: true, external: ['tus-js-client'] },
  // React’s own checks would write the places of errors into the page.
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    target: 'node24',
    ssr: 'src/paint.tsx',
    minify: false,
    // Node keeps a file that it has loaded: another build needs another name.
    rolldownOptions: { output: { entryFileNames: 'paint-[hash].js' } },
  },
});
