import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@namc/db';
import { type FileStore, fileStore } from '@namc/db/file-store';
import { generateContractors } from '@namc/db/seed/contractors/generate-contractors';
import { testDatabase } from '@namc/db/testing/test-database';
import { testKeys } from '@namc/db/testing/test-keys';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { doWork } from '../do-work.ts';
import { noFiles } from '../files/no-files.fixture.ts';
import { portalFiles } from '../http/portal-files.ts';
import { noMaintenance } from '../maintenance/place.fixture.ts';
import type { Importing } from './jobs.ts';
import { workFolder } from './work-folder.ts';

/** A database, a store of files in a folder unless another one is given, and workers that end with their test. */
export function importing(
  storeOf: (folder: string) => FileStore = (folder) => fileStore(join(folder, 'files')),
) {
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
  const files = () => portalFiles(storeOf(folder), join(folder, 'uploads'));
  const importer = (): Importing => {
    const { store, findVirus } = files();
    const copies = workFolder(join(folder, 'imports'));
    return { url: portal.importUrl, embedded: false, store, findVirus, folder: copies };
  };
  async function work(imports: Partial<Importing> = {}): Promise<void> {
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
      imports: { ...importer(), ...imports },
      maintenance: noMaintenance,
      servers: { serverUrls: [portal.superuserUrl], isEmbedded: false },
      keys: { encryption: undefined, seal: undefined, cookieSecret: undefined, metricsToken: undefined },
      webhooks: { keys: () => testKeys, mayStayHere: true },
      pollEveryMs: 500,
    });
    stops.push(() => started.stop(2_000));
  }
  return { portal, workerDb, logged, dataFolder, files, importer, work, stopWorkers };
}

/** A master file of 200 invented firms. */
export const master = (options: { edition?: number; broken?: number } = {}) =>
  [...generateContractors({ rows: 200, seed: 7, asOf: '2026-11-01', ...options })].join('');
