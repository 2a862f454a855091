import { toTsquery } from '../../engine/text-query.ts';
import { foundBy } from '../../members/queries/staff.ts';
import type { SearchKind } from './kind.ts';

/** Accounts, for staff: by names, and by all that the list of members finds them by. */
export const members: SearchKind = {
  found: (sql, { typed, key, words, parsed }, most) => sql`
    select u.id, found.fit, lower(u.last_name || ' ' || u.first_name) as place
    from (
      select id, max(fit) as fit
      from (
        select id, fit from accounts_for_search(${toTsquery(sql, parsed)}, ${words}::text[], ${key}, ${most})
        union all
        select id, 2 from (${foundBy(sql, typed)} limit ${most}) by_list
      ) every group by id
    ) found
    join users u on u.id = found.id`,
  facts: (sql, top) => sql`
    select top.id, jsonb_build_object('name', u.first_name || ' ' || u.last_name, 'email', u.email, 'firm', firm.name) as facts
    from ${top} top join users u on u.id = top.id left join shown_firms firm on firm.user_id = u.id`,
  show: ({ name, email, firm }) => ({ title: name ?? '', about: firm || email ? [firm ?? email ?? ''] : [] }),
};
