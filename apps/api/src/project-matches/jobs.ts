import type { Database } from '@namc/db';
import { forgetOldMatches } from '@namc/db/project-matches/commands/forget';
import { beginMatching, noteMatches } from '@namc/db/project-matches/commands/note';
import { tellMatches } from '@namc/db/project-matches/commands/tell';
import { listPeopleToMatch, listPeopleWithMatches } from '@namc/db/project-matches/queries';
import type { NotifyTime } from '@namc/inputs/saved-searches';
import { worker } from '../jobs/job.ts';

/** The first look at each member who is new. A match of that moment is no news. */
async function begin(db: Database, signal: AbortSignal): Promise<void> {
  while ((await db.write(worker, beginMatching)) > 0) signal.throwIfAborted();
}

/** Notes what is new for whom, of one project or of one company. */
export async function matchChange(
  db: Database,
  changed: { projectId?: string | undefined; companyId?: string | undefined },
  signal: AbortSignal,
): Promise<void> {
  await begin(db, signal);
  await db.write(worker, (tx) => noteMatches(tx, changed));
}

/** Matches all members with all open projects, a page of members in each transaction. */
export async function matchAll(
  db: Database,
  { isQuiet = false }: { isQuiet?: boolean },
  signal: AbortSignal,
): Promise<void> {
  await begin(db, signal);
  let after: string | undefined;
  do {
    const page = { after };
    const userIds = await db.read(worker, (tx) => listPeopleToMatch(tx, page));
    signal.throwIfAborted();
    if (userIds.length > 0) await db.write(worker, (tx) => noteMatches(tx, { userIds, isQuiet }));
    after = userIds.at(-1);
  } while (after !== undefined);
}

/** Deletes the matches of projects that are long over, a few projects in each transaction. */
export async function forgetMatches(db: Database, signal: AbortSignal): Promise<void> {
  while ((await db.write(worker, forgetOldMatches)) > 0) signal.throwIfAborted();
}

/** Writes to the people who are told at these times. Each is a transaction of its own. */
export async function tellOfMatches(
  db: Database,
  { times, origin }: { times: NotifyTime[]; origin: string },
  signal: AbortSignal,
): Promise<void> {
  for (const userId of await db.read(worker, (tx) => listPeopleWithMatches(tx, { times }))) {
    signal.throwIfAborted();
    await db.write(worker, (tx) => tellMatches(tx, { userId, times, origin }));
  }
}
