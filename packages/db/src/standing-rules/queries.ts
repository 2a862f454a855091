import { pick } from '../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { standingRules } from './tables.ts';

const rule = pick(standingRules, ['act', 'words']);
/** The reason of a refusal; null for an act that is allowed. */
const decided = computed({ isAllowed: 'boolean', reason: 'string | null' });

/** An act with the words after “You can”, and whether the acting person’s standing allows it today. */
export type OwnRule = RowOf<typeof rule> & RowOf<typeof decided>;

/** All acts, in order, for the acting person. A visitor may do none of them. */
export async function listOwnRules({ sql }: Transaction): Promise<OwnRule[]> {
  return rowsOf(sql, rule, decided)`
    select ${rule(sql)}, is_allowed as "isAllowed", case when not is_allowed then standing_refusal(act) end as reason
    from (select own_account_standing() as standing) own
    cross join standing_rules
    cross join lateral (select coalesce(standing = any (allowed), false) as is_allowed) decided
    order by position`;
}

const wholeRule = pick(standingRules, ['act', 'words', 'allowed']);

/** An act and the standings that allow it. */
export type StandingRule = RowOf<typeof wholeRule>;

/** The table of rules, in order. */
export async function listStandingRules({ sql }: Transaction): Promise<StandingRule[]> {
  return rowsOf(sql, wholeRule)`select ${wholeRule(sql)} from standing_rules order by position`;
}
