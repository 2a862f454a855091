import { instantsOf, noSuchTime } from '@namc/inputs/clock-time';
import type { AddToOutreachInput, LogContactInput, OutreachFirmInput } from '@namc/inputs/outreach';
import { eq, sql } from 'drizzle-orm';
import { actingUser } from '../engine/acting-user.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { InvalidInput, NotFound } from '../engine/errors.ts';
import { projects } from '../projects/tables.ts';
import { outreachContacts, projectOutreach } from './tables.ts';

/**
 * Adds firms to the outreach list of a project, and returns the number of those that were not on it yet. @throws Refused for a project
 * that the acting person does not manage, for a license that no file holds, and beyond 500 firms.
 */
export async function addToOutreach(
  tx: WriteTransaction,
  { projectId, licenseNumbers, criteria }: AddToOutreachInput,
): Promise<number> {
  const addedBy = actingUser(tx);
  // In one order, so that two people who add the same firms at once do not wait for each other.
  const rows = [...licenseNumbers]
    .sort()
    .map((licenseNumber) => ({ projectId, licenseNumber, criteria, addedBy }));
  const added = await tx.orm
    .insert(projectOutreach)
    .values(rows)
    .onConflictDoNothing({ target: [projectOutreach.projectId, projectOutreach.licenseNumber] })
    .returning({ id: projectOutreach.id });
  return added.length;
}

/** Takes a firm that nobody has contacted off the list. @throws Refused for one that somebody has. @throws NotFound */
export async function removeFromOutreach(
  { orm }: WriteTransaction,
  { outreachId }: OutreachFirmInput,
): Promise<void> {
  const { count } = await orm.delete(projectOutreach).where(eq(projectOutreach.id, outreachId));
  if (count === 0) throw new NotFound('firm on the list', outreachId);
}

/**
 * Logs a contact with a firm on the list, or the correction of one. Nobody changes it afterwards. @throws Refused for a contact in the
 * future, for a follow-up before it, and for a second correction of the same contact. @throws InvalidInput for a time that the clocks
 * skip. @throws NotFound
 */
export async function logContact(
  tx: WriteTransaction,
  { outreachId, contacted, ...said }: LogContactInput,
): Promise<void> {
  const [listed] = await tx.orm
    .select({ projectId: projectOutreach.projectId, zone: projects.deadlineTimeZone })
    .from(projectOutreach)
    .innerJoin(projects, eq(projects.id, projectOutreach.projectId))
    .where(eq(projectOutreach.id, outreachId));
  if (!listed) throw new NotFound('firm on the list', outreachId);
  const { projectId, zone } = listed;
  if (instantsOf(contacted, zone).length === 0) throw new InvalidInput('contacted', noSuchTime);
  await tx.orm.insert(outreachContacts).values({
    ...said,
    outreachId,
    projectId,
    contactedAt: sql`${contacted}::timestamp at time zone ${zone}::text`,
    authorId: actingUser(tx),
  });
}
