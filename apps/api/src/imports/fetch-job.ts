import { join } from 'node:path';
import type { Database } from '@namc/db';
import { californiaDay } from '@namc/db/contractors/standing/california-day';
import { isStateHoliday } from '@namc/db/contractors/standing/state-holidays';
import { Refused } from '@namc/db/errors';
import { announceContent } from '@namc/db/files/commands';
import { getFileRules } from '@namc/db/files/queries';
import {
  beginFetch,
  dropFetch,
  failFetch,
  finishUnchangedFetch,
  importFetched,
  isNewFile,
  noteFetchProgress,
  noteFileAddress,
} from '@namc/db/imports/commands/fetch';
import { z } from 'zod';
import { takeContent } from '../files/take-content.ts';
import { type Job, worker } from '../jobs/job.ts';
import { FetchFault, fetchFile, shownAddress, usualLimits } from './fetch-file.ts';
import type { Importing } from './jobs.ts';
import { clearUp } from './work-folder.ts';

/** Empty when the schedule asks. */
const payloadOfFetch = z.object({ fetchId: z.uuid().optional() }).nullish();
const beatMs = 2_000;

/** Tells the pages of staff from where the file is fetched. */
export const tellAddress = (db: Database, address: string | undefined) =>
  db.write(worker, (tx) => noteFileAddress(tx, address ? shownAddress(address) : null), {
    name: 'noteFileAddress',
  });

/**
 * Makes the job that fetches the license board's file, by itself on the board's working days alone, stores it, and lets it be imported,
 * unless it is the file of the last import. A failure is told to staff once.
 */
export const makeFetcher =
  (importing: Importing, origin: string, today = () => californiaDay(new Date())): Job =>
  async (db, payload, signal) => {
    const { address, folder } = importing;
    const { fetchId: asked } = payloadOfFetch.parse(payload) ?? {};
    await tellAddress(db, address);
    if (!asked && (!address || isStateHoliday(today()))) return;
    const begun = await db
      .write(worker, (tx) =>
        beginFetch(tx, { fetchId: asked, address: address ? shownAddress(address) : '' }),
      )
      .catch((error: unknown) => {
        if (error instanceof Refused) return undefined;
        throw error;
      });
    if (!begun) {
      if (asked) await db.write(worker, (tx) => dropFetch(tx, { fetchId: asked }));
      return;
    }
    const { fetchId, ...known } = begun;
    const fail = (problem: string) => db.write(worker, (tx) => failFetch(tx, { fetchId, problem, origin }));
    if (!address) return fail('No address is set from which to fetch the file.');
    let receivedBytes = 0;
    const beat = setInterval(() => {
      db.write(worker, (tx) => noteFetchProgress(tx, { fetchId, receivedBytes })).catch(() => undefined);
    }, beatMs);
    try {
      await folder.use(fetchId, async (own) => {
        const path = join(own, 'file.csv');
        const rules = await db.read(worker, (tx) => getFileRules(tx, { kind: 'BOARD_FILE' }));
        const fetched = await fetchFile(address, {
          to: path,
          known,
          signal,
          limits: { ...usualLimits, bytes: rules.mostBytes },
          onBytes: (bytes) => {
            receivedBytes = bytes;
          },
        });
        if (fetched.outcome === 'not-modified')
          return db.write(worker, (tx) => finishUnchangedFetch(tx, { fetchId }));
        await refuseVirus(importing, path);
        const content = await takeContent(path, `${path}.made`, rules);
        const { sha256, bytes, contentType } = content;
        if (!(await db.write(worker, (tx) => isNewFile(tx, { fetchId, sha256 })))) return;
        const contentId = await db.write(worker, (tx) => announceContent(tx, { sha256, bytes, contentType }));
        await importing.store.put(contentId, path);
        const { fileName, etag, lastModified } = fetched;
        await db.write(worker, (tx) =>
          importFetched(tx, { fetchId, fileName, etag, lastModified, contentId, sha256, bytes }),
        );
      });
    } catch (error) {
      if (error instanceof FetchFault || error instanceof Refused) return await fail(error.message);
      await fail(signal.aborted ? 'The worker stopped in the middle.' : 'Something went wrong on our side.');
      throw error;
    } finally {
      clearInterval(beat);
      await clearUp(db, folder);
    }
  };

/** @throws FetchFault for a file with a virus, and while the scanner does not answer. */
async function refuseVirus({ findVirus }: Importing, path: string): Promise<void> {
  let virus: string | undefined;
  try {
    virus = await findVirus(path);
  } catch (cause) {
    throw new FetchFault('Files can’t be checked for viruses right now.', { cause });
  }
  if (virus !== undefined) throw new FetchFault(`The virus scanner found “${virus}” in the file.`);
}
