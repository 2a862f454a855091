import { kindsAboutStanding } from '@namc/inputs/change-words';
import type { ListLicenseNoticesInput } from '@namc/inputs/follows';
import { z } from 'zod';
import { companies } from '../companies/tables.ts';
import {
  type ContractorListItem,
  listColumns,
  listShape,
  toListItem,
} from '../contractors/queries/list-items.ts';
import { californiaDay } from '../contractors/standing/california-day.ts';
import { contractorChanges, contractorImportRuns } from '../contractors/tables/import-runs.ts';
import { optional, pick } from '../engine/columns/pick.ts';
import { type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { readKeyset, toPage } from '../engine/keyset.ts';
import type { Page } from '../engine/page.ts';
import { users } from '../members/tables.ts';
import { followedChanges, follows } from './tables.ts';

const follow = pick(follows, { note: 'note', followedAt: 'createdAt' });
const followed = pick(follows, ['licenseNumber']);
const change = optional(
  pick(contractorChanges, { changeKind: 'kind', changeBefore: 'before', changeAfter: 'after' }, 'latest'),
);
const run = optional(pick(contractorImportRuns, { changedOn: 'snapshotDate' }, 'latest'));

/** A license that a person follows: the firm with its standing today, the person's note, and the latest change. */
export interface Follow extends RowOf<typeof follow> {
  contractor: ContractorListItem;
  /** Of the latest file that changed the license, the change that tells most about the standing; null without a change. */
  change: {
    kind: NonNullable<RowOf<typeof change>['changeKind']>;
    before: string | null;
    after: string | null;
    on: string | null;
  } | null;
}

/** The licenses that the acting person follows, the latest first. */
export async function listFollows({ sql }: Transaction): Promise<Follow[]> {
  const rows = await rowsOf(sql, listShape, follow, change, run)`
    select ${listColumns(sql)}, ${follow(sql)}, ${change(sql)}, ${run(sql)}
    from follows join california_contractors using (license_number)
    left join lateral (
      select c.kind, c.before, c.after, r.snapshot_date
      from contractor_changes c join contractor_import_runs r on r.id = c.import_run_id
      where c.license_number = follows.license_number
      order by r.finished_at desc, array_position(${kindsAboutStanding}::text[], c.kind), c.id desc limit 1
    ) latest on true
    where follows.user_id = current_user_id()
    order by follows.created_at desc, follows.license_number`;
  const on = californiaDay(new Date());
  return rows.map((row) => ({
    note: row.note,
    followedAt: row.followedAt,
    contractor: toListItem(row, on, null),
    change: row.changeKind && {
      kind: row.changeKind,
      before: row.changeBefore,
      after: row.changeAfter,
      on: row.changedOn,
    },
  }));
}

/** The numbers of the licenses that the acting person follows, for the buttons of a list. */
export async function listFollowedNumbers({ sql }: Transaction): Promise<string[]> {
  const rows = await rowsOf(sql, followed)`
    select ${followed(sql)} from follows where user_id = current_user_id() order by license_number`;
  return rows.map(({ licenseNumber }) => licenseNumber);
}

const reader = pick(followedChanges, ['userId'], 'untold');

/**
 * The people who have something to hear of: what they follow has changed, or a saved search has new results. `isWeekly`
 * adds the searches whose results are told once a week. For the system.
 */
export async function listPeopleToTell(
  { sql }: Transaction,
  { isWeekly }: { isWeekly: boolean },
): Promise<string[]> {
  const rows = await rowsOf(sql, reader)`
    select distinct ${reader(sql)} from (
      select user_id from followed_changes where told_at is null
      union all
      select user_id from saved_searches
      where subject = 'contractors' and cardinality(untold) > 0 and (notify in ('AT_ONCE', 'DAILY') or notify = 'WEEKLY' and ${isWeekly})
    ) untold order by 1`;
  return rows.map(({ userId }) => userId);
}

const notice = pick(
  followedChanges,
  ['id', 'licenseNumber', 'kind', 'before', 'after', 'fileDate', 'notedAt', 'toldAt', 'takenBackAt'],
  'n',
);
const reached = pick(users, { userId: 'id', firstName: 'firstName', lastName: 'lastName' }, 'u');
const named = optional(pick(companies, { companyName: 'name' }, 'co'));

export type LicenseNotice = RowOf<typeof notice> & RowOf<typeof reached> & RowOf<typeof named>;

/**
 * What owners of companies were told of their own licenses, and when, the newest first. `toldAt` is null while the letter is
 * not written. For staff.
 */
export async function listLicenseNotices(
  { sql }: Transaction,
  input: ListLicenseNoticesInput,
): Promise<Page<LicenseNotice>> {
  const after = readKeyset('license-notices', z.tuple([z.uuid()]), input.cursor);
  const rows = await rowsOf(sql, notice, reached, named)`
    select ${notice(sql)}, ${reached(sql)}, ${named(sql)}
    from followed_changes n join users u on u.id = n.user_id
    left join companies co on co.license_number = n.license_number
    where n.is_own ${after ? sql`and n.id < ${after[0]}` : sql``}
    order by n.id desc limit ${input.limit + 1}`;
  return toPage('license-notices', rows, input.limit, ({ id }) => [id]);
}
