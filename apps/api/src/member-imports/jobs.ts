import { Failure } from '@namc/db/errors';
import {
  finishMemberImport,
  importMemberRow,
  rejectMemberRow,
  takeMemberImport,
} from '@namc/db/member-imports/commands/import-members';
import { findNextMemberRow } from '@namc/db/member-imports/queries';
import { z } from 'zod';
import { type Job, worker } from '../jobs/job.ts';

const payloadOfImport = z.object({ importId: z.uuid() });

/**
 * Makes the job that imports a checked file of members. Each row is a transaction of its own, so that a job that was killed goes on
 * where it ended, and a row that the database refuses takes no other along.
 */
export const makeMemberImporter =
  (origin: string): Job =>
  async (db, payload, signal) => {
    const { importId } = payloadOfImport.parse(payload);
    if (!(await db.write(worker, (tx) => takeMemberImport(tx, { importId })))) return;
    for (;;) {
      signal.throwIfAborted();
      const line = await db.read(worker, (tx) => findNextMemberRow(tx, { importId }), {
        freshness: 'latest',
      });
      if (line === undefined) break;
      try {
        if (!(await db.write(worker, (tx) => importMemberRow(tx, { importId, line, portal: origin }))))
          return;
      } catch (error) {
        if (!(error instanceof Failure) || !['refused', 'invalid_input'].includes(error.code)) throw error;
        await db.write(worker, (tx) => rejectMemberRow(tx, { importId, line, reason: error.message }));
      }
    }
    await db.write(worker, (tx) => finishMemberImport(tx, { importId }));
  };
