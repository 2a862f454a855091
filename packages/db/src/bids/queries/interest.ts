import { bidderRoles } from '@namc/inputs/bids';
import { companies } from '../../companies/tables.ts';
import { optional, pick } from '../../engine/columns/pick.ts';
import { anyOf, computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { bidDrafts, bids, projectInterests } from '../tables.ts';

const firm = pick(companies, { companyId: 'id', company: 'name' }, 'c');
const interest = optional(pick(projectInterests, ['stance', 'bidsAs', 'isShown'], 'i'));
const begun = optional(pick(bidDrafts, { draftId: 'id' }, 'd'));
const time = computed({
  /** The end of the firm’s own time, if it is later than the deadline. */
  exceptionUntil: 'Date | null',
  /** The whole seconds until then. */
  secondsLeft: 'number | null',
});
const submitted = optional(pick(bids, { bidId: 'id', status: 'status' }, 'b'));

export type OwnInterest = RowOf<typeof firm> &
  RowOf<typeof interest> &
  RowOf<typeof begun> &
  RowOf<typeof submitted> &
  RowOf<typeof time>;

/** The firms for which the acting person bids, with what each said about a project, its draft, and its last bid. */
export async function listOwnInterests(
  { sql }: Transaction,
  { projectId }: { projectId: string },
): Promise<OwnInterest[]> {
  return rowsOf(sql, firm, interest, begun, submitted, time)`
    select ${firm(sql)}, ${interest(sql)}, ${begun(sql)}, ${submitted(sql)},
      t.until as "exceptionUntil", floor(extract(epoch from t.until - now()))::float8 as "secondsLeft"
    from companies c left join project_interests i on i.company_id = c.id and i.project_id = ${projectId}
    left join bid_drafts d on d.company_id = c.id and d.project_id = ${projectId}
    left join project_applications b on b.id = d.bid_id
    left join projects p on p.id = ${projectId}
    left join lateral (
      select until from (select own_bids_until(${projectId}, c.id) as until) o where until > p.deadline_at) t on true
    where c.id = any (bidding_companies()) order by c.name, c.id`;
}

const holder = computed({
  firm: 'string',
  /** Null for a firm that the reader does not find in the directory. */
  firmId: 'string | null',
  bidsAs: anyOf(bidderRoles),
  saidAt: 'Date',
});

export type PlanHolder = RowOf<typeof holder>;

/** The firms that are interested in a project and want to be found, by name, for active members and the poster. */
export async function listPlanHolders(
  { sql }: Transaction,
  { projectId }: { projectId: string },
): Promise<PlanHolder[]> {
  return rowsOf(sql, holder)`
    select firm, firm_id as "firmId", bids_as as "bidsAs", said_at as "saidAt" from plan_holders(${projectId})`;
}
