import { z } from 'zod';
import { namesOf } from '../contractors/queries/names.ts';
import { nameOrder } from '../contractors/tables/register.ts';
import { pick } from '../engine/columns/pick.ts';
import { computed, json, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { savedSearches } from './tables.ts';

const search = pick(savedSearches, [
  'id',
  'subject',
  'name',
  'filters',
  'leftOut',
  'notify',
  'isTooWide',
  'seenAt',
  'createdAt',
]);
const firm = z.object({
  licenseNumber: z.string(),
  businessName: z.string(),
  dbaName: z.string().nullable(),
  fullBusinessName: z.string().nullable(),
  secondNameType: z.string().nullable(),
});
const results = computed({
  /** Results that came since the person looked. */
  newResults: 'number',
  /** The first of them. */
  newest: json(z.array(firm)),
});

const newestShown = 5;

/** A saved search with the number of its results that are new to the person, and the first five of them by name. */
export interface SavedSearch extends RowOf<typeof search>, Pick<RowOf<typeof results>, 'newResults'> {
  newest: { licenseNumber: string; name: string }[];
}

/** The searches that the acting person has saved, the latest first. */
export async function listSavedSearches({ sql }: Transaction): Promise<SavedSearch[]> {
  const rows = await rowsOf(sql, search, results)`
    select ${search(sql)}, present.count as "newResults", present.newest
    from saved_searches
    cross join lateral (
      select count(*) as count,
        coalesce(jsonb_agg(jsonb_build_object('licenseNumber', license_number, 'businessName', business_name,
          'dbaName', dba_name, 'fullBusinessName', full_business_name, 'secondNameType', second_name_type)
          order by place) filter (where place <= ${newestShown}), '[]') as newest
      from (
        select license_number, business_name, dba_name, full_business_name, second_name_type,
          row_number() over (order by ${sql.unsafe(nameOrder)}, license_number) as place
        from california_contractors
        where license_number = any(saved_searches.fresh) and gone_at is null
      ) firm
    ) present
    where user_id = current_user_id()
    order by id desc`;
  return rows.map((row) => ({
    ...row,
    newest: row.newest.map((filed) => ({
      licenseNumber: filed.licenseNumber,
      name: namesOf(filed).name,
    })),
  }));
}

const compared = pick(savedSearches, ['id']);
const comparedAtOnce = 200;

/** A page of the searches of active members, whose results are compared after an import. For the system. */
export async function listSearchesToCompare(
  { sql }: Transaction,
  { after }: { after: string | undefined },
): Promise<string[]> {
  const rows = await rowsOf(sql, compared)`
    select ${compared(sql)} from saved_searches join users on users.id = user_id
    where users.status = 'ACTIVE' and ${after === undefined ? sql`true` : sql`saved_searches.id > ${after}`}
    order by saved_searches.id limit ${comparedAtOnce}`;
  return rows.map(({ id }) => id);
}
