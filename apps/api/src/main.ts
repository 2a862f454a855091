import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer as createProbe, isIPv6 } from 'node:net';
import { join, resolve } from 'node:path';
import { serve } from '@hono/node-server';
import { type Database, openDatabase } from '@namc/db';
import { startEmbedded } from '@namc/db/embedded';
import { Failure } from '@namc/db/errors';
import { migrate } from '@namc/db/migrate';
import { checkServer } from '@namc/db/migrations/check-server';
import { readKeys } from '@namc/db/read-keys';
import { openRedis } from '@namc/db/redis';
import { listPermissionCodes } from '@namc/db/roles/queries';
import { giveDemoAccess, readDemoSecrets } from '@namc/db/seed/demo-access';
import { loadDemonstration } from '@namc/db/seed/load-demonstration';
import { seedDemoIfEmpty } from '@namc/db/seed/seed-demo';
import { permissionCodes } from '@namc/inputs/roles';
import { destination, pino } from 'pino';
import { type App, createApp } from './app.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { makeMetrics } from './http/metrics.ts';
import { doWork } from './jobs/do-work.ts';
import { codeAt } from './sign-in/authenticator.ts';
import { hashPassword } from './sign-in/passwords.ts';

const top = resolve(import.meta.dirname, '../../..');
const webRoot = resolve(top, 'apps/web/dist');
/** How long requests in flight may take to finish once the portal has been asked to stop. */
const graceMs = 10_000;
/** How often what was measured is written into the database. */
const recordEveryMs = 60_000;

/** Of the invented association's accounts, in the embedded database only. */
const demoPassword = 'norcal-demo-only';

/** What keeps the portal from starting, in words that need no stack. */
class StartError extends Error {}

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** What has been started so far, last thing first: closed in this order. */
const toClose: (() => Promise<void>)[] = [];
let isStopping = false;
let signals = 0;

async function stop(exitCode: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  const late = setTimeout(() => process.exit(exitCode || 1), graceMs * 2);
  late.unref();
  for (const close of toClose) await close().catch((error) => process.stderr.write(`${error}\n`));
  process.exit(exitCode);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    signals += 1;
    // Ctrl-C also makes the command above close its channel: only a second signal means "at once".
    if (signals > 1) process.exit(1);
    if (!isStopping) say('Stopping: requests in flight are finished first.');
    void stop(0);
  });
}
process.on('uncaughtException', (error) => {
  process.stderr.write(`The portal stops, because of an error that nothing caught:\n${error.stack}\n`);
  void stop(1);
});
// Started by another process over a channel: when that one is gone, so is the reason to run.
process.on('disconnect', () => void stop(0));

try {
  await start(readConfig(process.env, top));
} catch (error) {
  const isExpected = error instanceof ConfigError || error instanceof Failure || error instanceof StartError;
  process.stderr.write(`${isExpected ? error.message : error instanceof Error ? error.stack : error}\n`);
  await stop(1);
}

async function start(config: Config): Promise<void> {
  await assertPortIsFree(config);
  const url = config.databaseUrl ?? (await startOwnDatabase(config));
  if (config.databaseUrl) await assertServerServes(config.databaseUrl, config);

  const logger = pino({ level: config.logLevel, base: null }, destination({ dest: 2, sync: true }));
  const metrics = makeMetrics({ logger, slowMs: config.slowTransactionMs });
  const db = openDatabase({
    url,
    ...(config.replicaUrls.length > 0 ? { replicaUrls: config.replicaUrls } : {}),
    directUrls: config.directUrls,
    redisUrl: config.redisUrl,
    // The embedded database runs one transaction at a time: more connections would only wait inside it.
    ...(config.databaseUrl
      ? { maxConnections: config.databasePoolSize }
      : { maxConnections: 1, acquireTimeoutMs: 15_000 }),
    preparedStatements: config.preparedStatements,
    onTransaction: metrics.observe,
  });
  toClose.unshift(() => db.close());
  const stopRecording = metrics.watch(db, recordEveryMs);
  toClose.unshift(stopRecording);

  await assertPermissionsAreKnown(db);

  const redis = config.redisUrl ? openRedis(config.redisUrl) : undefined;
  toClose.push(async () => redis?.disconnect());
  const keys = readKeys(config.keys);
  const portal = config.publicOrigin ?? addressOf(config);
  const isOwn = config.databaseUrl === undefined;
  // Elsewhere `worker.ts` does it, in a process of its own.
  if (isOwn) {
    const worker = await doWork({ db, logger, smtpUrl: config.smtpUrl, mailFrom: config.mailFrom });
    toClose.unshift(() => worker.stop(graceMs));
  }
  const app = createApp({
    db,
    keys,
    portal,
    redis,
    isProxied: config.isProxied,
    outbox:
      config.smtpUrl || config.isProduction
        ? undefined
        : {
            db,
            ...(isOwn
              ? {
                  codes: async () =>
                    (
                      await db.read({ kind: 'system', name: 'outbox' }, (tx) => readDemoSecrets(tx, keys))
                    ).map(({ email, secret }) => ({ email, code: codeAt(secret) })),
                }
              : {}),
          },
    logger,
    webRoot,
    publicOrigin: config.publicOrigin,
    cookieSecret: config.cookieSecret ?? randomBytes(32).toString('base64url'),
    metrics: config.metricsToken ? { of: metrics, token: config.metricsToken } : undefined,
  });
  await listen(app, config);
  if (!existsSync(join(webRoot, 'index.html'))) say('The pages are not built: only the API answers here.');
  say(`Open ${addressOf(config)}  (Ctrl-C stops it)`);
  if (isOwn && !config.isProduction) await tellDemoAccounts(db, config, keys);
  if (config.databaseUrl) await tellIfNotReady(app);
}

/** Before the database takes its time: nobody should wait for a message that could come at once. */
function assertPortIsFree({ port, host }: Config): Promise<void> {
  return new Promise((free, reject) => {
    const probe = createProbe();
    probe.once('error', (error: NodeJS.ErrnoException) => reject(portError(error, port, host)));
    probe.listen(port, host, () => probe.close(() => free()));
  });
}

function portError(error: NodeJS.ErrnoException, port: number, host: string): Error {
  if (error.code === 'EADDRINUSE') {
    return new StartError(
      `Port ${port} is taken: another program, or another copy of the portal, listens there. Stop it, or choose another port: PORT=${port + 1} npm start`,
    );
  }
  if (error.code === 'EACCES')
    return new StartError(`Port ${port} needs rights that this account lacks: choose one above 1023.`);
  if (error.code === 'EADDRNOTAVAIL') return new StartError(`HOST ${host} is no address of this machine.`);
  return error;
}

async function startOwnDatabase(config: Config): Promise<string> {
  const embedded = await startEmbedded({ directory: config.dataDirectory, onProgress: say });
  toClose.unshift(() => embedded.close());
  embedded.onExit((reason) => {
    process.stderr.write(`The portal stops: ${reason}.\n`);
    void stop(1);
  });
  await migrate({ ownerUrl: embedded.url, embedded: true, onProgress: say });
  await loadDemonstration({ ownerUrl: embedded.url, embedded: true, onProgress: say });
  const seeding = openDatabase({ url: embedded.url, maxConnections: 1 });
  await seedDemoIfEmpty(seeding, { onProgress: say }).finally(() => seeding.close());
  return embedded.url;
}

/** What the code asks for and what the table holds are the same, or somebody could be let in or kept out by mistake. */
async function assertPermissionsAreKnown(db: Database): Promise<void> {
  const stored = await db
    .read({ kind: 'system', name: 'start' }, listPermissionCodes)
    // A database that is not ready says so in words of its own.
    .catch(() => undefined);
  if (!stored) return;
  const missing = permissionCodes.filter((code) => !stored.includes(code));
  const unknown = stored.filter((code) => !(permissionCodes as string[]).includes(code));
  if (missing.length + unknown.length > 0) {
    throw new StartError(
      `The permissions in the database are not those of the portal: ${[...missing.map((code) => `${code} is missing`), ...unknown.map((code) => `${code} is unknown`)].join(', ')}. Run: portal migrate`,
    );
  }
}

/** The invented association's accounts, for whoever looks at the portal for the first time. */
async function tellDemoAccounts(
  db: Database,
  config: Config,
  keys: ReturnType<typeof readKeys>,
): Promise<void> {
  const passwordHash = await hashPassword(demoPassword);
  const accounts = await giveDemoAccess(db, { passwordHash, keys });
  if (accounts.length === 0) return;
  say(`\nTo look around, sign in with the password ${demoPassword}:`);
  for (const { role, email } of accounts) say(`  ${role.replaceAll('_', ' ').padEnd(20)} ${email}`);
  say(`  a visitor            applies at ${addressOf(config)}/join`);
  say(`Mail, and the codes that staff sign in with, are at ${addressOf(config)}/dev/outbox\n`);
}

async function assertServerServes(url: string, config: Config): Promise<void> {
  const { problems, warnings } = await checkServer({
    url,
    production: config.isProduction,
    preparedStatements: config.preparedStatements,
  });
  for (const warning of warnings) process.stderr.write(`Warning: ${warning}\n`);
  if (problems.length > 0)
    throw new StartError(
      `The portal cannot use this database:\n${problems.map((line) => `  ${line}`).join('\n')}`,
    );
}

async function listen(app: App, { port, host }: Config): Promise<void> {
  await new Promise<void>((listening, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname: host }, () => listening()) as Server;
    server.once('error', (error: NodeJS.ErrnoException) => reject(portError(error, port, host)));
    toClose.unshift(
      () =>
        new Promise((closed) => {
          const tooLate = setTimeout(() => server.closeAllConnections(), graceMs);
          // Browsers keep connections open after an answer, for seconds: each is closed once it carries nothing.
          const sweep = setInterval(() => server.closeIdleConnections(), 50);
          server.close(() => {
            clearTimeout(tooLate);
            clearInterval(sweep);
            closed();
          });
        }),
    );
  });
}

function addressOf({ host, port }: Config): string {
  const name = host === '127.0.0.1' ? 'localhost' : isIPv6(host) ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

async function tellIfNotReady(app: App): Promise<void> {
  const ready = await app.request('/readyz');
  if (ready.ok) return;
  const { reason } = (await ready.json()) as { reason: string };
  process.stderr.write(`The portal is not ready: ${reason}\n`);
}
