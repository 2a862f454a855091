import { defineConfig } from 'drizzle-kit';

/** Run at the top of the repository: `npm run migration -- --name what-it-does`. */

export default defineConfig({
  dialect: 'postgresql',
  schema: [
    './packages/db/src/*/tables.ts',
    './packages/db/src/*/tables/*.ts',
    './packages/db/src/engine/*/tables.ts',
  ],
  out: './drizzle',
});
