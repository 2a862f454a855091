/**
 * The least that can answer the portal's procedures: Hono, tRPC, and the same query functions on a bare pool. It has no
 * transaction, no role, no policies, no sessions, no metrics, and no headers.
 */
import { serve } from '@hono/node-server';
import type { Transaction } from '@namc/db';
import { visitor } from '@namc/db';
import { getLicense } from '@namc/db/contractors/queries/license';
import { searchContractorTable } from '@namc/db/contractors/queries/search';
import { plainConduct } from '@namc/db/testing/conduct';
import { connect } from '@namc/db/testing/direct-client';
import { Memory } from '@namc/db/testing/memory';
import { getLicenseInput, searchContractorsInput } from '@namc/inputs/contractors';
import { initTRPC } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { Hono } from 'hono';

const { DATABASE_URL = '', PORT = '' } = process.env;
const sql = connect(DATABASE_URL, { max: 10, applicationName: 'bare server' });
const tx = {
  actor: visitor,
  sql,
  memory: new Memory(),
  ...plainConduct(sql as never),
} as unknown as Transaction;

const t = initTRPC.create();
const router = t.router({
  contractors: t.router({
    getLicense: t.procedure.input(getLicenseInput).query(({ input }) => getLicense(tx, input)),
    search: t.procedure.input(searchContractorsInput).query(({ input }) => searchContractorTable(tx, input)),
  }),
});

const app = new Hono();
app.all('/trpc/*', (c) => fetchRequestHandler({ endpoint: '/trpc', req: c.req.raw, router }));
serve({ fetch: app.fetch, port: Number(PORT), hostname: '127.0.0.1' }, () => {
  process.stdout.write(`Open http://localhost:${PORT}\n`);
});
// It ends with the process that started it.
process.on('disconnect', () => process.exit());
