import type { Database } from '@namc/db';
import { beginMatching, noteMatches } from '@namc/db/project-matches/commands/note';
import { tellMatches } from '@namc/db/project-matches/commands/tell';
import { listPeopleWithMatches } from '@namc/db/project-matches/queries';
import type { NotifyTime } from '@namc/inputs/saved-searches';
import { worker } from '../jobs/job.ts';

/** Notes what is new for whom: of one project, of one company, or of all. */
export async function matchProjects(
  db: Database,
  changed: { projectId?: string | undefined; companyId?: string | undefined; isQuiet?: boolean },
): Promise<void> {
  await db.write(worker, beginMatching);
  await db.write(worker, (tx) => noteMatches(tx, changed));
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
