import { rename, rm } from 'node:fs/promises';
import type { Database } from '@namc/db';
import { californiaDay } from '@namc/db/contractors/standing/california-day';
import { isStateHoliday } from '@namc/db/contractors/standing/state-holidays';
import { Refused } from '@namc/db/errors';
import {
  announceFetched,
  beginFetch,
  dropFetch,
  failFetch,
  finishUnchangedFetch,
  noteFetchProgress,
  noteFileAddress,
  startFetched,
} from '@namc/db/imports/commands/fetch';
import { z } from 'zod';
import { type Job, worker } from '../jobs/job.ts';
import { FetchFault, fetchFile, shownAddress } from './fetch-file.ts';
import type { Importing } from './jobs.ts';

/** Empty when the schedule asks. */
const payloadOfFetch = z.object({ fetchId: z.uuid().optional() }).nullish();
const beatMs = 2_000;

/** Tells the pages of staff from where the file is fetched. */
export const tellAddress = (db: Database, address: string | undefined) =>
  db.write(worker, (tx) => noteFileAddress(tx, address ? shownAddress(address) : null), {
    name: 'noteFileAddress',
  });

/**
 * Makes the job that fetches the license board's file, by itself on the board's working days alone, and lets it be imported, unless it is the file of the last import. A
 * failure is told to staff once.
 */
export const makeFetcher =
  ({ address, files }: Importing, origin: string, today = () => californiaDay(new Date())): Job =>
  async (db, payload, signal) => {
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
      const fetched = await fetchFile(address, {
        to: files.downloadPath,
        known,
        signal,
        onBytes: (bytes) => {
          receivedBytes = bytes;
        },
      });
      if (fetched.outcome === 'not-modified') {
        await db.write(worker, (tx) => finishUnchangedFetch(tx, { fetchId }));
        return;
      }
      const importId = await db.write(worker, (tx) => announceFetched(tx, { fetchId, ...fetched }));
      if (!importId) return;
      await rename(files.downloadPath, files.pathOf(importId));
      await db.write(worker, (tx) => startFetched(tx, { fetchId, importId }));
    } catch (error) {
      if (error instanceof FetchFault || error instanceof Refused) return await fail(error.message);
      await fail(signal.aborted ? 'The worker stopped in the middle.' : 'Something went wrong on our side.');
      throw error;
    } finally {
      clearInterval(beat);
      await rm(files.downloadPath, { force: true });
    }
  };
