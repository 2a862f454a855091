import type { ListPostingsInput } from '@namc/inputs/postings';
import { computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Fragment } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import { keyed, keyset } from '../../engine/keyset.ts';
import type { Page } from '../../engine/page.ts';
import { getProject, item, type ProjectDetail, type ProjectItem, seen, stage } from './list.ts';
import { conditionsOfWords } from './words.ts';

const firm = computed({ firm: 'string | null', firmId: 'string | null' });
const posting = computed({
  poster: 'string',
  /** The number of bids, which says nothing of what is sealed. */
  bids: 'number',
});

/** A project as staff see it in the list of all. */
export type ListedPosting = ProjectItem & RowOf<typeof seen> & RowOf<typeof posting>;

/** The condition that the clock has a project in a stage. */
function isInStage(sql: Transaction['sql'], wanted: ListPostingsInput['stage']): Fragment {
  if (!wanted) return sql``;
  const isOver = sql`(p.status in ('PUBLISHED', 'BIDDING_OPEN') and p.deadline_at <= now())`;
  if (wanted === 'CLOSED') return sql`and (p.status = 'CLOSED' or ${isOver})`;
  return sql`and p.status = ${wanted} and ${isOver} is not true`;
}

/**
 * All projects with their posters, the newest first, for staff who manage projects or read bids. Drafts are among them.
 * @throws InvalidInput for a cursor that no page of this list returned.
 */
export async function listPostings(
  { sql }: Transaction,
  input: ListPostingsInput,
): Promise<Page<ListedPosting>> {
  const pages = keyset(sql, 'postings', input, 'p.created_at', 'desc', 'p.id');
  const { hold } = conditionsOfWords(sql, input.q);
  return pages.page(
    await rowsOf(sql, item, seen, posting, keyed)`
    with found as (
      select p.id from projects p
      where (holds_permission('projects.manage') or holds_permission('bids.read')) ${isInStage(sql, input.stage)}
        ${hold.reduce((all, condition) => sql`${all} and ${condition}`, sql``)} ${pages.after}
      order by ${pages.order} limit ${pages.limit}
    )
    select ${item(sql)}, ${stage(sql)}, f.poster, f.bids, ${pages.key}
    from found join projects p on p.id = found.id
    join postings_of(array(select id from found)) f on f.project_id = p.id
    order by ${pages.order}`,
  );
}

/** A project with its poster and the number of its bids. */
export type Posting = ProjectDetail & RowOf<typeof posting>;

/** One project for staff who manage projects or read bids. @throws NotFound */
export async function getPosting(tx: Transaction, { projectId }: { projectId: string }): Promise<Posting> {
  const [row] = await rowsOf(tx.sql, firm, posting)`
    select poster, firm, firm_id as "firmId", bids from postings_of(array[${projectId}::uuid])`;
  if (!row) throw new NotFound('project', projectId);
  return { ...(await getProject(tx, { projectId })), ...row };
}
