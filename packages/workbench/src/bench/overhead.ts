/**
 * `npm run bench overhead -- [--rows 20000] [--rounds 9] [--requests 600] [--only 'license page']`: what the portal costs over a bare server that
 * answers the same procedures with the same query functions. The portal runs in production settings, with sessions in
 * Redis, policies and metrics on. For each request: CPU of the server's process in microseconds, requests per second
 * over 16 connections, and round trips to PostgreSQL, counted over a link on which one takes 10 ms. The servers take
 * turns, and each figure is the median of the rounds.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '@namc/db';
import { makeKey } from '@namc/db/keys';
import { loginEnvironment, loginUrls } from '@namc/db/local-servers/logins';
import { addMember } from '@namc/db/members/factory';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { startTopology } from '@namc/db/testing/test-topology';
import { top } from '../top.ts';
import { fillContractors } from './contractors/fill.ts';
import { measureLatencies } from './measure/latencies.ts';
import { startProcess } from './overhead/server-process.ts';
import { openSlowLink } from './routing/slow-link.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '9' },
    requests: { type: 'string', default: '600' },
    only: { type: 'string' },
  },
});
const rounds = Number(values.rounds);
const requests = Number(values.requests);
const connections = 16;
const oneWayMs = 5;
const median = (figures: number[]) =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN;

/** Requests come from 200 networks in turn, because the portal answers 600 visitors' questions a minute from one. */
let asked = 0;
const address = () => {
  asked += 1;
  return { 'x-forwarded-for': `${20 + (asked % 200)}.1.1.1` };
};
const question = (procedure: string, input: object) =>
  `/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`;
const allPages = {
  'license page': question('contractors.getLicense', { licenseNumber: '100047' }),
  'nearest 100 within 20 miles': question('contractors.search', { near: '90012', miles: 20, limit: 100 }),
  'ranked words': question('contractors.search', { q: 'construction' }),
};

const pages = Object.fromEntries(
  Object.entries(allPages).filter(([page]) => values.only === undefined || values.only === page),
);

const folder = await mkdtemp(join(tmpdir(), 'namc-portal-bench-'));
const topology = await startTopology({ replicas: 0 });
try {
  await fillContractors(topology.directUrl(0, 'portal_import'), folder, Number(values.rows));
  const setUp = openDatabase({ ...topology.directLogins(0), maxConnections: 1 });
  const cookie = await addSignedIn(setUp, await addMember(setUp));
  await setUp.close();

  const startBoth = async (through: (url: string) => string) => ({
    bare: await startProcess(
      join(import.meta.dirname, 'overhead/bare-server.ts'),
      // The superuser: no policy applies.
      { DATABASE_URL: through(topology.directUrl(0, 'postgres')) },
      connections,
    ),
    portal: await startProcess(
      join(top, 'apps/api/src/main.ts'),
      {
        NODE_ENV: 'production',
        TRUST_PROXY: 'true',
        ...loginEnvironment(loginUrls((login) => through(topology.directUrl(0, login)))),
        REDIS_URL: topology.redisUrl,
        PORTAL_KEYS: makeKey(),
        PORTAL_BID_PUBLIC_KEY: makeKey(),
        COOKIE_SECRET: 'x'.repeat(32),
        METRICS_TOKEN: 'x'.repeat(16),
      },
      connections,
    ),
  });
  const waysOf = ({ bare, portal }: Awaited<ReturnType<typeof startBoth>>) =>
    ({
      bare: { server: bare, headers: {} },
      visitor: { server: portal, headers: {} },
      member: { server: portal, headers: { cookie } },
    }) as const;
  type Way = keyof ReturnType<typeof waysOf>;
  const names: Way[] = ['bare', 'visitor', 'member'];

  /** The time that one client waits for each answer, in milliseconds. */
  const waits = async (from: ReturnType<typeof waysOf>) => {
    const all = new Map<string, number>();
    for (const [page, path] of Object.entries(pages)) {
      for (const way of names) {
        const { server, headers } = from[way];
        const { p50 } = await measureLatencies(1, 60, () => server.ask(path, { ...headers, ...address() }));
        all.set(`${page} ${way}`, p50);
      }
    }
    return all;
  };

  const both = await startBoth((url) => url);
  const ways = waysOf(both);
  const cpu = new Map<string, number[]>();
  const perSecond = new Map<string, number[]>();
  const note = (figures: Map<string, number[]>, key: string, figure: number) =>
    figures.set(key, [...(figures.get(key) ?? []), figure]);
  // The first round warms up, and does not count.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [page, path] of Object.entries(pages)) {
      for (const way of names.toSorted(() => Math.random() - 0.5)) {
        const { server, headers } = ways[way];
        const before = await server.cpu();
        const measured = await measureLatencies(connections, requests, () =>
          server.ask(path, { ...headers, ...address() }),
        );
        if (round === 0) continue;
        note(cpu, `${page} ${way}`, ((await server.cpu()) - before) / requests);
        note(perSecond, `${page} ${way}`, measured.perSecond);
      }
    }
  }
  const near = await waits(ways);
  await Promise.all([both.bare.stop(), both.portal.stop()]);

  const server = topology.servers[0];
  if (!server) throw new Error('There is no server.');
  const link = await openSlowLink(server.port, oneWayMs);
  const far = await startBoth((url) => url.replace(`:${server.port}/`, `:${link.port}/`));
  const slow = await waits(waysOf(far));
  await Promise.all([far.bare.stop(), far.portal.stop()]);
  await link.close();

  const trips = (key: string) =>
    ((slow.get(key) ?? Number.NaN) - (near.get(key) ?? Number.NaN)) / (2 * oneWayMs);
  console.log(`medians of ${rounds} rounds of ${requests} requests; × is the ratio to the bare server`);
  console.log(`${''.padEnd(40)}  CPU, µs      ×  per s      ×  round trips`);
  for (const page of Object.keys(pages)) {
    for (const way of names) {
      const figureOf = (figures: Map<string, number[]>, of: Way) =>
        median(figures.get(`${page} ${of}`) ?? []);
      const [used, served] = [figureOf(cpu, way), figureOf(perSecond, way)];
      console.log(
        [
          `${page}, ${way}`.padEnd(40),
          used.toFixed(0).padStart(9),
          (used / figureOf(cpu, 'bare')).toFixed(2).padStart(6),
          served.toFixed(0).padStart(6),
          (served / figureOf(perSecond, 'bare')).toFixed(2).padStart(6),
          trips(`${page} ${way}`).toFixed(1).padStart(12),
        ].join(' '),
      );
    }
  }
} finally {
  await topology.remove();
  await rm(folder, { recursive: true, force: true });
}
