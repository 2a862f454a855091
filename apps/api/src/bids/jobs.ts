import { type Database, forRequest } from '@namc/db';
import { type FailedOpenings, type OpeningKeys, openDueBids } from '@namc/db/bids/commands/open';
import { sealReadableOffers } from '@namc/db/bids/commands/seal';
import type { Logger } from 'pino';

/** A deadline is noticed this soon. */
const lookEveryMs = 2_000;
const sealEveryMs = 60_000;

/**
 * Opens the bids of each project whose deadline has passed, within seconds, and seals offers that stand readable. The returned function
 * ends it, and waits for what is on its way.
 */
export function startOpening(
  db: Database,
  bids: OpeningKeys | undefined,
  logger: Logger,
): () => Promise<void> {
  const named = forRequest(db, { name: 'worker: open-bids' });
  const failed: FailedOpenings = new Map();
  const stopping = new AbortController();
  let sealedAt = Number.NEGATIVE_INFINITY;
  let round: Promise<void> | undefined;

  async function look(): Promise<void> {
    const { projects, problems } = await openDueBids(named, bids, failed, stopping.signal);
    if (projects > 0) logger.info({ projects }, 'bids are open');
    for (const { projectId, problem } of problems)
      logger.error({ err: problem, projectId }, 'the bids of a project cannot be opened');
    if (!bids || performance.now() - sealedAt < sealEveryMs) return;
    sealedAt = performance.now();
    const sealed = await sealReadableOffers(named, { keys: bids.keys, bidKey: bids.ring.current });
    if (sealed > 0) logger.info({ sealed }, 'readable offers are sealed');
  }

  const timer = setInterval(() => {
    round ??= look()
      .catch((error: unknown) => {
        if (!stopping.signal.aborted) logger.error({ err: error }, 'the opening of bids failed');
      })
      .finally(() => {
        round = undefined;
      });
  }, lookEveryMs);
  return async () => {
    clearInterval(timer);
    stopping.abort();
    await round;
  };
}
