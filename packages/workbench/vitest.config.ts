import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const top = resolve(import.meta.dirname, '../..');

export default defineConfig({
  root: top,
  test: {
    allowOnly: false,
    expect: { requireAssertions: true },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // On two cores, PostgreSQL needs one.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'integration',
          root: top,
          include: ['packages/*/src/**/*.test.ts', 'apps/*/{src,build}/**/*.test.ts'],
          exclude: ['**/*.embedded.test.ts', '**/*.full.test.ts', '**/node_modules/**'],
          globalSetup: ['packages/db/src/tools/testing/global-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'embedded',
          root: top,
          include: ['packages/*/src/**/*.embedded.test.ts', 'apps/*/src/**/*.embedded.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'full',
          root: top,
          include: ['packages/*/src/**/*.full.test.ts', 'apps/*/src/**/*.full.test.ts'],
          globalSetup: ['packages/db/src/tools/testing/global-setup.ts'],
        },
      },
    ],
  },
});
