import type { GrantBidExceptionInput } from '@namc/inputs/bids';
import { instantsOf, noSuchTime } from '@namc/inputs/clock-time';
import { eq } from 'drizzle-orm';
import { recordIfStaff } from '../../audit/commands.ts';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { InvalidInput, NotFound } from '../../engine/errors.ts';
import { projects } from '../../projects/tables.ts';

const granted = computed({ id: 'string | null' });

/**
 * Lets one firm submit its bid on a project of the acting person’s after the deadline, for a reason. Staff who manage projects do so for
 * every project. The opening waits for the end of the exception. The people of the firm are told, and all bidders are told of an exception.
 * @throws Refused after the opening, for a project that takes no bids, and for a time that is over, not later, or more than three days after
 * the deadline. @throws InvalidInput for a time that the clocks skip. @throws NotFound for another’s project, and for a firm that the poster
 * doesn’t find in the directory.
 */
export async function grantBidException(
  tx: WriteTransaction,
  { projectId, companyId, until, reason, portal }: GrantBidExceptionInput & { portal: string },
): Promise<void> {
  const [project] = await tx.orm
    .select({ zone: projects.deadlineTimeZone })
    .from(projects)
    .where(eq(projects.id, projectId));
  if (!project) throw new NotFound('project', projectId);
  if (instantsOf(until, project.zone).length === 0) throw new InvalidInput('until', noSuchTime);
  const [row] = await rowsOf(tx.sql, granted)`
    select grant_bid_exception(${projectId}, ${companyId}, ${until}::timestamp at time zone ${project.zone}::text, ${reason}, ${portal}) as id`;
  if (!row?.id) throw new NotFound('firm', companyId);
  // The firm and the reason stay sealed until the opening, and the trail is read before it.
  await recordIfStaff(
    tx,
    { action: 'bids.except', targetTable: 'bid_exceptions', targetId: row.id },
    { until },
  );
}
