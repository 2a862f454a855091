import { resolve } from 'node:path';
import { Generator, getConfig } from '@tanstack/router-generator';
import { routeFiles } from './route-files.ts';

// The route tree is not committed, and `tsc` needs it before the first build.
const root = resolve(import.meta.dirname, '..');
await new Generator({ config: getConfig(routeFiles, root), root }).run();
