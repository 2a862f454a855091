import { resolve } from 'node:path';
import { openDatabase } from '@namc/db';
import { Failure } from '@namc/db/errors';
import { destination, pino } from 'pino';
import { ConfigError, readConfig } from './config.ts';
import { doWork } from './jobs/do-work.ts';

const graceMs = 20_000;

try {
  const config = readConfig(process.env, resolve(import.meta.dirname, '../../..'));
  if (!config.databaseUrl) {
    throw new ConfigError([
      'DATABASE_URL is not set: with the embedded database the portal does this work itself',
    ]);
  }
  const logger = pino({ level: config.logLevel, base: null }, destination({ dest: 2, sync: true }));
  const db = openDatabase({
    url: config.databaseUrl,
    ...(config.replicaUrls.length > 0 ? { replicaUrls: config.replicaUrls } : {}),
    directUrls: config.directUrls,
    preparedStatements: config.preparedStatements,
    maxConnections: 4,
    applicationName: 'namc-portal worker',
  });
  const worker = await doWork({ db, logger, smtpUrl: config.smtpUrl, mailFrom: config.mailFrom });
  process.stdout.write('Working. (Ctrl-C stops it, after what has begun.)\n');
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, async () => {
      // Only a second signal means "at once".
      if (isStopping) process.exit(1);
      isStopping = true;
      await worker.stop(graceMs);
      await db.close();
      process.exit(0);
    });
  }
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
} catch (error) {
  const isExpected = error instanceof ConfigError || error instanceof Failure;
  process.stderr.write(`${isExpected ? error.message : error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
}
