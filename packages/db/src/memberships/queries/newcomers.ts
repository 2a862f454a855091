import type { NewMember } from '@namc/inputs/memberships';
import { companies } from '../../companies/tables.ts';
import { pick } from '../../engine/columns/pick.ts';
import { anyOf, computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Fragment, TransactionClient } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';

const judgment = computed({
  verdict: anyOf(['NEW', 'KNOWN', 'REJECTED']),
  field: 'string | null',
  reason: 'string | null',
});

/** Somebody who is to become a member: for whole periods of the tier from the first day, or through a last day. */
export type Newcomer = Omit<NewMember, 'endsOn'> & {
  endsOn?: string | undefined;
  years?: number | undefined;
};

/** The last day of a newcomer’s term. */
export const lastDayOf = (
  sql: TransactionClient,
  { tierCode, startsOn, endsOn, years }: Newcomer,
): Fragment => sql`
  coalesce(${endsOn ?? null}::date, tier_last_day(${tierCode}, ${startsOn}::date, ${years ?? null}::int))`;

/** The verdict on a new member, with the field and the reason that speak against one. For staff who manage memberships. */
export async function judgeNewMember({ sql }: Transaction, who: Newcomer): Promise<RowOf<typeof judgment>> {
  const [row] = await rowsOf(sql, judgment)`
    select verdict, field, reason from judge_new_member(${who.email},
      ${who.licenseNumber ?? null}, ${who.tierCode}, ${who.startsOn}::date, ${lastDayOf(sql, who)}, ${who.basis})`;
  if (!row) throw new TypeError('The function returns a row.');
  return row;
}

const namesake = pick(companies, ['id', 'name', 'city'], 'c');
const counted = computed({ people: 'number' });
export type Namesake = RowOf<typeof namesake> & RowOf<typeof counted>;

/** The companies that have this name already, in any letter case, with the number of their people. For staff who manage memberships. */
export async function listNamesakes({ sql }: Transaction, { name }: { name: string }): Promise<Namesake[]> {
  if (name === '') return [];
  return rowsOf(sql, namesake, counted)`
    select ${namesake(sql)}, c.people from companies_named(array[${name}]::text[]) c order by c.people desc, c.id limit 20`;
}
