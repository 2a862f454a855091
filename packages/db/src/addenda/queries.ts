import { z } from 'zod';
import { pick } from '../engine/columns/pick.ts';
import { computed, json, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { projectAddenda } from './tables.ts';

const addendum = pick(projectAddenda, ['id', 'number', 'title', 'content', 'deadlineAt', 'createdAt'], 'a');
const file = z.object({ id: z.uuid(), name: z.string(), bytes: z.number() });
const standing = computed({
  /** The time at which the reader, or somebody of the reader’s company, acknowledged it. */
  acknowledgedAt: 'Date | null',
  /** The number of firms that did, for the poster. */
  firms: 'number | null',
  /** The names of those that have bid, for the poster once the bids are open. */
  names: 'string[] | null',
  files: json(z.array(file)),
});

export type Addendum = RowOf<typeof addendum> & RowOf<typeof standing>;

/** The addenda of a project, the newest first, for those who may read its plans. */
export async function listAddenda(
  { sql, actor }: Transaction,
  { projectId }: { projectId: string },
): Promise<Addendum[]> {
  // Staff acknowledge nothing, and have no right to read who did.
  const own =
    actor.kind === 'staff'
      ? sql`select null::timestamptz as at`
      : sql`
      select min(acknowledged_at) as at from addendum_acknowledgements where addendum_id = a.id
        and (user_id = current_user_id() or company_id in (select company_id from company_people where user_id = current_user_id()))`;
  return rowsOf(sql, addendum, standing)`
    select ${addendum(sql)}, own.at as "acknowledgedAt", k.firms, k.names,
      coalesce((
        select json_agg(json_build_object('id', f.id, 'name', f.name, 'bytes', f.bytes) order by f.name, f.id)
        from files f where f.owner_id = a.id and f.kind = 'ADDENDUM_FILE'), '[]') as files
    from project_addenda a
    left join acknowledgements_of(${projectId}) k on k.addendum_id = a.id
    left join lateral (${own}) own on true
    where a.project_id = ${projectId} order by a.number desc`;
}
