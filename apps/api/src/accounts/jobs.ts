import { forgetUnconfirmed } from '@namc/db/accounts/commands/close';
import { forgetOldRequests, takeAccountRequest } from '@namc/db/accounts/commands/requests';
import { forgetImportRows } from '@namc/db/file-imports';
import { forgetOldDeliveries } from '@namc/db/health/commands/webhooks';
import { forgetOldNews } from '@namc/db/live-events/commands';
import { forgetOldMail } from '@namc/db/mail/commands';
import { forgetOldRuns } from '@namc/db/maintenance/commands';
import { forgetExpired } from '@namc/db/sign-in/commands/sessions';
import { z } from 'zod';
import { type Job, worker } from '../jobs/job.ts';

const payloadOfRequest = z.object({ requestId: z.uuid() });

/** Does what a visitor asked for about an address, once it is known whether the address has an account. */
export const takeRequest: Job = async (db, payload) => {
  const request = payloadOfRequest.parse(payload);
  await db.write(worker, (tx) => takeAccountRequest(tx, request));
};

/** Deletes expired sessions, expired links, accounts that were never confirmed in time, old mail, old news for pages, old deliveries
 * to webhooks, old runs of maintenance, and the rows of old imports of members. */
export const forgetWhatExpired: Job = async (db) => {
  await db.write(worker, forgetExpired);
  await db.write(worker, forgetUnconfirmed);
  await db.write(worker, forgetOldRequests);
  await db.write(worker, forgetOldMail);
  await db.write(worker, forgetOldNews);
  await db.write(worker, forgetOldDeliveries);
  await db.write(worker, forgetOldRuns);
  await db.write(worker, (tx) => forgetImportRows(tx, 'member_imports'));
  await db.write(worker, (tx) => forgetImportRows(tx, 'project_imports'));
};
