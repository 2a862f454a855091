import type { AcknowledgeAddendumInput, SendAddendumInput } from '@namc/inputs/addenda';
import { instantsOf, noSuchTime } from '@namc/inputs/clock-time';
import { eq, sql } from 'drizzle-orm';
import { recordIfStaff } from '../audit/commands.ts';
import { actingUser } from '../engine/acting-user.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { InvalidInput, NotFound } from '../engine/errors.ts';
import { giveFile } from '../files/commands.ts';
import { projects } from '../projects/tables.ts';
import { addendumAcknowledgements, projectAddenda } from './tables.ts';

/**
 * Sends an addendum with its files, which all who follow the project and all bidders are told of, and moves the deadline if it
 * says so. Returns its number.
 * @throws Refused for a draft, after the bidding, and for an earlier deadline. @throws InvalidInput for a time that the clocks skip.
 * @throws NotFound for another person’s project, unless staff who manage projects send it.
 */
export async function sendAddendum(
  tx: WriteTransaction,
  { projectId, title, content, deadline, fileIds }: SendAddendumInput,
): Promise<number> {
  const [project] = await tx.orm
    .select({ ownerId: projects.ownerId, zone: projects.deadlineTimeZone })
    .from(projects)
    .where(eq(projects.id, projectId));
  if (!project || (tx.actor.kind === 'member' && project.ownerId !== actingUser(tx)))
    throw new NotFound('project', projectId);
  if (deadline !== undefined && instantsOf(deadline, project.zone).length === 0)
    throw new InvalidInput('deadline', noSuchTime);
  const deadlineAt =
    deadline === undefined ? null : sql`${deadline}::timestamp at time zone ${project.zone}::text`;
  const [sent] = await tx.orm
    .insert(projectAddenda)
    .values({ projectId, title, content, deadlineAt })
    .returning({ id: projectAddenda.id, number: projectAddenda.number });
  if (!sent) throw new TypeError('An insert returns its row.');
  for (const fileId of fileIds) await giveFile(tx, { fileId, kind: 'ADDENDUM_FILE', ownerId: sent.id });
  await recordIfStaff(
    tx,
    { action: 'addenda.send', targetTable: 'project_addenda', targetId: sent.id },
    { number: String(sent.number) },
  );
  return sent.number;
}

/**
 * Notes that the acting member has read an addendum, for their firm. A second time changes nothing.
 * @throws Refused after the deadline, and for one’s own addendum. @throws NotFound
 */
export async function acknowledgeAddendum(
  tx: WriteTransaction,
  { addendumId }: AcknowledgeAddendumInput,
): Promise<void> {
  const [addendum] = await tx.orm
    .select({ id: projectAddenda.id })
    .from(projectAddenda)
    .where(eq(projectAddenda.id, addendumId));
  if (!addendum) throw new NotFound('addendum', addendumId);
  await tx.orm
    .insert(addendumAcknowledgements)
    .values({ addendumId, userId: actingUser(tx) })
    .onConflictDoNothing();
}
