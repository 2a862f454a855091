import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@namc/db';
import { generateContractors } from '@namc/db/seed/contractors/generate-contractors';
import { testDatabase } from '@namc/db/testing/test-database';
import { testKeys } from '@namc/db/testing/test-keys';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { doWork } from '../do-work.ts';
import { noFiles } from '../files/no-files.fixture.ts';
import { noMaintenance } from '../maintenance/place.fixture.ts';
import { uploadFiles } from './upload-files.ts';

interface Work {
  /** The login for imports; undefined where there is none. */
  url?: string | undefined;
  /** The address to fetch the board's file from. */
  address?: string | undefined;
}

/** A database, a folder for files, and workers that end with their test. */
export function importing() {
  const portal = testDatabase();
  const workerDb = openDatabase(portal.workerUrls);
  const stops: (() => Promise<void>)[] = [];
  /** The lines of the workers' logs. */
  const logged: string[] = [];
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'namc-portal-imports-'));
  });
  const stopWorkers = async () => {
    for (const stop of stops.splice(0)) await stop();
  };
  afterEach(stopWorkers);
  afterAll(async () => {
    await workerDb.close();
    await rm(folder, { recursive: true, force: true });
  });

  const dataFolder = () => folder;
  const files = () => uploadFiles(join(folder, 'imports'));
  async function work(imports: Work = {}): Promise<void> {
    const started = await doWork({
      files: noFiles,
      statements: { urls: [], embedded: true },
      db: workerDb,
      logger: pino({}, { write: (line: string) => void logged.push(line) }),
      mail: { smtpUrl: undefined, from: 'NAMC NorCal <portal@example.org>' },
      sealing: {
        keys: testKeys,
        anchor: { file: join(folder, 'audit-anchor.jsonl') },
        anchorMail: undefined,
        reader: { url: portal.superuserUrl, embedded: false },
        longestUnsealedSeconds: 600,
      },
      imports: { url: portal.importUrl, embedded: false, files: files(), ...imports },
      maintenance: noMaintenance,
      servers: { serverUrls: [portal.superuserUrl], isEmbedded: false },
      keys: { encryption: undefined, seal: undefined, cookieSecret: undefined, metricsToken: undefined },
      webhooks: { keys: () => testKeys, mayStayHere: true },
      pollEveryMs: 500,
    });
    stops.push(() => started.stop(2_000));
  }
  return { portal, workerDb, logged, dataFolder, files, work, stopWorkers };
}

/** A master file of 200 invented firms. */
export const master = (options: { edition?: number; broken?: number } = {}) =>
  [...generateContractors({ rows: 200, seed: 7, asOf: '2026-11-01', ...options })].join('');
