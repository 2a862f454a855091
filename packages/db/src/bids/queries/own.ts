import { projectStatuses } from '@namc/inputs/projects';
import { companies } from '../../companies/tables.ts';
import { optional, pick } from '../../engine/columns/pick.ts';
import { anyOf, computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Fragment } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import type { KeyRing } from '../../engine/secrets/key-ring.ts';
import { projects } from '../../projects/tables.ts';
import { bidContents, bidCopies, bidFiles, bids } from '../tables.ts';
import { type Offer, type OwnFile, openCopy } from './copies.ts';

const project = pick(projects, { title: 'title', deadlineAt: 'deadlineAt', zone: 'deadlineTimeZone' }, 'p');
/** By the end of the firm’s own time: the deadline, or that of its exception. */
const stage = computed({ stage: anyOf(projectStatuses) });
const own = computed({
  projectId: 'string',
  /** Null for a bid that began elsewhere. */
  draftId: 'string | null',
  isChanged: 'boolean',
  notes: 'string',
  /** The end of the firm’s own time, if it is later than the deadline. */
  exceptionUntil: 'Date | null',
});

const firm = optional(pick(companies, { company: 'name' }, 'c'));
const last = optional(pick(bids, { bidId: 'id', status: 'status', submittedAt: 'submittedAt' }, 'b'));

/** A project on which a firm of the reader bids: its draft, and the last bid that it submitted. */
export type OwnBid = RowOf<typeof project> &
  RowOf<typeof stage> &
  RowOf<typeof firm> &
  RowOf<typeof last> &
  RowOf<typeof own>;

const stageOf = (sql: Transaction['sql'], firmOf: Fragment): Fragment => sql`
  case when p.status in ('PUBLISHED', 'BIDDING_OPEN') and own_bids_until(p.id, ${firmOf}) <= now() then 'CLOSED' else p.status end`;

/** The drafts and bids of the firms for which the acting person bids, and the person's own, the last change first. At most 200. */
export async function listOwnBids({ sql }: Transaction): Promise<OwnBid[]> {
  return rowsOf(sql, project, stage, firm, last, own)`
    with side as (
      select d.project_id, d.company_id, d.id as draft_id, d.bid_id, d.notes, d.updated_at,
        d.submitted_revision is distinct from d.revision as is_changed
      from bid_drafts d
      union all
      select b.project_id, b.company_id, null, b.id, '', b.updated_at, false
      from project_applications b
      where (b.applicant_id = current_user_id() or b.company_id = any (bidding_companies()))
        and not exists (select from bid_drafts d where d.project_id = b.project_id and d.company_id = b.company_id)
    )
    select ${project(sql)}, ${stageOf(sql, sql`s.company_id`)} as stage, s.project_id as "projectId", s.draft_id as "draftId", ${firm(sql)}, ${last(sql)},
      s.is_changed as "isChanged", s.notes, nullif(own_bids_until(p.id, s.company_id), p.deadline_at) as "exceptionUntil"
    from side s join projects p on p.id = s.project_id
    left join companies c on c.id = s.company_id left join project_applications b on b.id = s.bid_id
    order by s.updated_at desc, s.project_id limit 200`;
}

const bid = pick(bids, ['id', 'projectId', 'status', 'submittedAt', 'replacesId', 'withdrawReason'], 'b');
const offer = pick(bidContents, ['amountCents', 'message', 'commitment', 'subcontractors'], 'o');
const copy = optional(pick(bidCopies, ['encryptedContent'], 'k'));
const facts = computed({
  submitter: 'string | null',
  draftId: 'string | null',
  /** The id of the bid that took this one’s place. */
  replacedBy: 'string | null',
});
const file = pick(bidFiles, ['id', 'fileName', 'bytes', 'sha256'], 'f');

/** A submitted bid as its firm sees it, at any time. */
export type OwnSubmission = RowOf<typeof project> &
  RowOf<typeof stage> &
  RowOf<typeof bid> &
  Pick<RowOf<typeof offer>, 'commitment'> &
  Offer &
  RowOf<typeof firm> &
  RowOf<typeof facts> & {
    files: (Pick<RowOf<typeof file>, 'id' | 'bytes'> & { fileName: string; sha256: string })[];
  };

/**
 * A bid of the acting person or of a firm for which the person bids, with its receipt. The offer is the firm’s own copy of it, or what
 * the system recorded. @throws NotFound also for another's.
 */
export async function getOwnBid(
  { sql }: Transaction,
  ring: KeyRing,
  { bidId }: { bidId: string },
): Promise<OwnSubmission> {
  const [row] = await rowsOf(sql, project, stage, bid, offer, copy, firm, facts)`
    select ${project(sql)}, ${stageOf(sql, sql`b.company_id`)} as stage, ${bid(sql)}, ${offer(sql)}, ${copy(sql)}, ${firm(sql)},
      (select concat_ws(' ', m.first_name, m.last_name) from people_of_company(b.company_id) m
       where m.user_id = b.applicant_id) as submitter,
      (select d.id from bid_drafts d where d.project_id = b.project_id and d.company_id = b.company_id) as "draftId",
      (select n.id from project_applications n where n.replaces_id = b.id) as "replacedBy"
    from project_applications b join projects p on p.id = b.project_id
    join offers_of(array[${bidId}::uuid]) o on o.bid_id = b.id
    left join bid_copies k on k.bid_id = b.id
    left join companies c on c.id = b.company_id
    where b.id = ${bidId} and (b.applicant_id = current_user_id() or b.company_id = any (bidding_companies()))`;
  if (!row) throw new NotFound('bid', bidId);
  const held = await rowsOf(sql, file)`
    select ${file(sql)} from files_of_bids(array[${bidId}::uuid]) f order by f.created_at, f.id`;
  const { encryptedContent, amountCents, message, subcontractors, ...rest } = row;
  const { files = [], ...own }: Offer & { files?: OwnFile[] } = encryptedContent
    ? openCopy(ring, bidId, encryptedContent)
    : { amountCents, message: message ?? '', subcontractors: subcontractors ?? [] };
  // Until the opening the copy alone says the names and the hashes.
  const copies = new Map(files.map((one) => [one.id, one]));
  return {
    ...rest,
    ...own,
    files: held.map(({ id, bytes, fileName, sha256 }) => ({
      id,
      bytes,
      fileName: fileName ?? copies.get(id)?.name ?? '',
      sha256: sha256 ?? copies.get(id)?.sha256 ?? '',
    })),
  };
}
