import type { Database } from '@namc/db';
import { compareSavedSearch, tellProjectSearches } from '@namc/db/saved-searches/commands';
import { listSearchersToTell, listSearchesToCompare } from '@namc/db/saved-searches/queries';
import type { NotifyTime, SearchSubject } from '@namc/inputs/saved-searches';
import { worker } from '../jobs/job.ts';

/** Compares all searches for a subject with what they find now. Each is a transaction of its own. */
export async function compareSearches(
  db: Database,
  { subject, isQuiet = false }: { subject: SearchSubject; isQuiet?: boolean },
  signal: AbortSignal,
): Promise<void> {
  let after: string | undefined;
  do {
    const page = { after, subject };
    const ids = await db.read(worker, (tx) => listSearchesToCompare(tx, page));
    for (const id of ids) {
      signal.throwIfAborted();
      await db.write(worker, (tx) => compareSavedSearch(tx, { id, isQuiet }));
    }
    after = ids.at(-1);
  } while (after !== undefined);
}

/** Writes to the people whose searches for projects have new results and are told at these times. Each is a transaction of its own. */
export async function tellProjectSearchers(
  db: Database,
  { times, origin }: { times: NotifyTime[]; origin: string },
  signal: AbortSignal,
): Promise<void> {
  for (const userId of await db.read(worker, (tx) => listSearchersToTell(tx, { times }))) {
    signal.throwIfAborted();
    await db.write(worker, (tx) => tellProjectSearches(tx, { userId, times, origin }));
  }
}
