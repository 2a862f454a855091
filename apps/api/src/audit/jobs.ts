import { existsSync } from 'node:fs';
import type { Database } from '@namc/db';
import { storeVerification } from '@namc/db/audit/commands';
import { type Anchor, readAnchor } from '@namc/db/audit/seal/anchor';
import { readStore } from '@namc/db/audit/seal/anchor-store';
import { allSealKeys, currentSealKey } from '@namc/db/audit/seal/entry';
import { ObjectStore } from '@namc/db/audit/seal/object-store';
import { sealTrail } from '@namc/db/audit/seal/seal-trail';
import { verifyTrail } from '@namc/db/audit/seal/verify-trail';
import { Busy, Unavailable } from '@namc/db/errors';
import type { KeyRing } from '@namc/db/keys';
import { sendLetter } from '@namc/db/mail/commands';
import { readKeys } from '@namc/db/read-keys';
import type { Settings } from '@namc/db/settings';
import type { Logger } from 'pino';
import { type Job, worker } from '../jobs/job.ts';

/** The keys and places that the sealing process holds, and the web process does not. */
export interface Sealing {
  keys: KeyRing;
  anchor: Anchor;
  /** The address that gets the end of the chain after each verification; undefined for none. */
  anchorMail: string | undefined;
  /** The database that the verification reads, with a login that reads past the policies where there is one. */
  reader: { url: string; preparedStatements?: boolean | undefined; embedded: boolean };
  longestUnsealedSeconds: number;
}

/** The worker's part of the settings. `url` is the login that reads where no auditor's is given. */
export function sealingOf(settings: Settings, reader: { url: string; embedded: boolean }): Sealing {
  return {
    keys: readKeys(settings.sealKeys),
    anchor: {
      file: settings.anchorFile,
      store: settings.anchorStore ? { objects: new ObjectStore(settings.anchorStore) } : undefined,
    },
    anchorMail: settings.anchorMail,
    reader: {
      url: settings.auditorUrl ?? reader.url,
      preparedStatements: settings.auditorUrl ? true : settings.database?.preparedStatements,
      embedded: reader.embedded,
    },
    longestUnsealedSeconds: settings.trailAlarmSeconds,
  };
}

/** Seals what was written since the last run. Another sealer at work is no failure. */
export const makeSealJob =
  ({ keys, anchor }: Sealing, logger: Logger): Job =>
  async (db) => {
    const isNew = !existsSync(anchor.file);
    try {
      const { rows, retired, anchored, stored } = await sealTrail(db, { key: currentSealKey(keys), anchor });
      if (isNew && (anchored?.batch ?? 0) > rows + 10) {
        logger.warn(
          { file: anchor.file },
          'the anchor of the trail was not there: it begins anew from the database',
        );
      }
      if (stored && 'failed' in stored) {
        logger.error({ reason: stored.failed }, 'the object store does not take the anchor of the trail');
      }
      if (retired.length > 0) logger.info({ retired }, 'partitions of the trail are past their retention');
    } catch (error) {
      if (!(error instanceof Busy)) throw error;
    }
  };

/** Verifies the trail, stores the outcome for staff, and tells the auditor. */
export const makeVerifyJob =
  (sealing: Sealing, logger: Logger): Job =>
  async (db) => {
    const { keys, anchor, reader, longestUnsealedSeconds } = sealing;
    const stored = await (anchor.store && readStore(anchor.store.objects))?.catch((error: unknown) => {
      if (!(error instanceof Unavailable)) throw error;
      logger.error({ reason: error.message }, 'the trail is verified without the object store');
      return undefined;
    });
    const verified = await verifyTrail({
      ...reader,
      keys: allSealKeys(keys),
      anchor: await readAnchor(anchor.file),
      stored,
      withState: true,
      longestUnsealedSeconds,
    });
    await db.write(worker, (tx) =>
      storeVerification(tx, { ...verified, verifiedBy: 'worker', key: currentSealKey(keys) }),
    );
    const { problems, end, rows } = verified;
    if (problems.length > 0) {
      logger.error(
        { problems: problems.slice(0, 20), count: problems.length },
        'the audit trail has problems',
      );
    }
    if (end) await mailEnd(db, sealing.anchorMail, { ...end, rows, problems: problems.length });
  };

async function mailEnd(
  db: Database,
  email: string | undefined,
  about: { batch: number; seal: string; rows: number; problems: number },
): Promise<void> {
  if (!email) return;
  await db.write(worker, (tx) => sendLetter(tx, { userId: null, email }, 'trail-verified', about));
}
