import { inGoodStanding } from '../../contractors/standing/standing-group.ts';
import { optional, pick, present } from '../../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import { projects } from '../../projects/tables.ts';
import { bidContents, bidFiles, bids } from '../tables.ts';

const opened = pick(projects, ['openedAt'], 'p');
const opening = computed({
  day: 'string',
  areOpen: 'boolean',
  /** The deadline, or the end of the last exception if that is later. */
  sealedUntil: 'Date | null',
  /** True between the end of the sealed time and the opening. */
  isDue: 'boolean',
  /** The name of who asked for the opening. Null where the deadline’s job opened the bids. */
  opener: 'string | null',
  /** Zero where the bids are withheld. */
  count: 'number',
  /** True for staff whose own firm bids. Then it says nothing of the bids. */
  isWithheld: 'boolean',
  mayDecide: 'boolean',
});
const bid = pick(bids, ['id', 'status', 'submittedAt', 'withdrawReason', 'decisionReason'], 'b');
const offer = optional(pick(bidContents, ['amountCents', 'message', 'subcontractors', 'problem'], 'o'));
const facts = computed({
  firm: 'string | null',
  firmId: 'string | null',
  licenseNumber: 'string | null',
  bidder: 'string | null',
  /** Null for a firm that names no license. */
  isInGoodStanding: 'boolean | null',
  /** True if another live bid has the same price. */
  isTied: 'boolean',
  isLowest: 'boolean',
  /** The price in percent of the middle one of the live bids, where there are at least three prices. */
  percentOfMedian: 'number | null',
});
const file = present(pick(bidFiles, ['bidId', 'id', 'fileName', 'bytes', 'sha256'], 'f'));
const addendum = computed({
  bidId: 'string',
  number: 'number',
  /** True if the firm acknowledged it. */
  isRead: 'boolean',
  /** True if it was sent after the bid. */
  isLater: 'boolean',
});

export type ComparedBid = RowOf<typeof bid> &
  RowOf<typeof offer> &
  RowOf<typeof facts> & { files: RowOf<typeof file>[]; addenda: RowOf<typeof addendum>[] };

/** `areOpen` is false while the bids are sealed: then their number is all that it says of them. */
export interface Comparison extends RowOf<typeof opened>, RowOf<typeof opening> {
  bids: ComparedBid[];
}

/**
 * The opened bids on a project of the acting person's, the lowest price first. Bids with the same price stand in the order in which
 * they came, and each says that it is tied. Staff who act as such, and the system, compare the bids of every
 * project, and read nothing of one where their own firm bids. @throws NotFound for another's
 * project.
 */
export async function compareBids(
  { sql, actor }: Transaction,
  { projectId }: { projectId: string },
): Promise<Comparison> {
  const [project] = await rowsOf(sql, opened, opening)`
    select ${opened(sql)}, to_char(now() at time zone 'America/Los_Angeles', 'YYYY-MM-DD') as day,
      coalesce(bids_are_open(p.status, p.opened_at, p.deadline_at), false) as "areOpen",
      bids_are_due(p.status, p.opened_at, greatest(p.deadline_at, p.exceptions_until)) as "isDue",
      greatest(p.deadline_at, p.exceptions_until) as "sealedUntil", opener_of(p.id) as opener,
      case when w.is_withheld then 0 else
        (select count(*) from project_applications b where b.project_id = p.id and b.status <> 'WITHDRAWN') end as count,
      w.is_withheld as "isWithheld",
      p.status in ('BIDDING_OPEN', 'CLOSED') and ${
        actor.kind === 'staff'
          ? sql`holds_permission('bids.manage') and not w.is_withheld`
          : sql`p.owner_id is not distinct from current_user_id()`
      } as "mayDecide"
    from projects p cross join lateral (
      select ${actor.kind === 'staff' ? sql`has_own_bid(p.id)` : sql`false`} as is_withheld) w
    where p.id = ${projectId}
      and ${actor.kind === 'member' ? sql`p.owner_id = current_user_id()` : sql`holds_permission('bids.read')`}`;
  if (!project) throw new NotFound('project', projectId);
  if (!project.areOpen || project.isWithheld) return { ...project, bids: [] };
  const ids = sql`array(select id from project_applications where project_id = ${projectId})`;
  const rows = await rowsOf(sql, bid, offer, facts)`
    with live as (
      select b.id, o.amount_cents,
        count(*) over (partition by o.amount_cents) > 1 and o.amount_cents is not null as is_tied,
        min(o.amount_cents) over () = o.amount_cents as is_lowest
      from project_applications b join offers_of(${ids}) o on o.bid_id = b.id
      where b.project_id = ${projectId} and b.status <> 'WITHDRAWN'
    ), middle as (
      select case when count(amount_cents) >= 3 then percentile_cont(0.5) within group (order by amount_cents) end as cents from live
    )
    select ${bid(sql)}, ${offer(sql)}, f.firm, f.firm_id as "firmId", f.license_number as "licenseNumber", f.bidder,
      case when f.license_number is not null then exists (
        select from california_contractors
        where license_number = f.license_number and ${inGoodStanding(sql, project.day)}) end as "isInGoodStanding",
      coalesce(l.is_tied, false) as "isTied", coalesce(l.is_lowest, false) as "isLowest",
      round(o.amount_cents * 100 / middle.cents)::float8 as "percentOfMedian"
    from project_applications b cross join middle
    left join live l on l.id = b.id
    left join offers_of(${ids}) o on o.bid_id = b.id
    left join firms_of_bids(${ids}) f on f.bid_id = b.id
    where b.project_id = ${projectId}
      and not exists (select from project_applications n where n.replaces_id = b.id)
    order by b.status = 'WITHDRAWN', o.amount_cents nulls last, b.submitted_at, b.id`;
  const held = await rowsOf(sql, file)`
    select ${file(sql)} from files_of_bids(${ids}) f where f.file_name is not null order by f.created_at, f.id`;
  const addenda = await rowsOf(sql, addendum)`
    select bid_id as "bidId", number, is_read as "isRead", is_later as "isLater" from addenda_of_bids(${ids})`;
  return {
    ...project,
    bids: rows.map((row) => ({
      ...row,
      files: held.filter(({ bidId }) => bidId === row.id),
      addenda: addenda.filter(({ bidId }) => bidId === row.id),
    })),
  };
}
