import { toTsquery } from '../../engine/text-query.ts';
import { nearestFirst, type SearchKind } from './kind.ts';

/** People whom a firm of the directory shows on its page, for members. The id is the firm’s, and then the person’s. */
export const people: SearchKind = {
  most: 15,
  found: (sql, { key, words, parsed }, most) => sql`
    select company_id::text || ' ' || user_id::text as id, fit,
      ${nearestFirst(sql, sql`search_name(first_name || ' ' || last_name)`, key)} || lower(last_name || ' ' || first_name) as place
    from people_for_search(${toTsquery(sql, parsed)}, ${words}::text[], ${key}, ${most})`,
  facts: (sql, top) => sql`
    select top.id, jsonb_build_object('name', p.first_name || ' ' || p.last_name, 'firm', f.name) as facts
    from ${top} top
    join lateral shown_people_of(split_part(top.id, ' ', 1)::uuid) p on p.user_id = split_part(top.id, ' ', 2)::uuid
    join listed_firms(array(select split_part(id, ' ', 1)::uuid from ${top} all_of)) f on f.id = split_part(top.id, ' ', 1)::uuid`,
  show: ({ name, firm }) => ({ title: name ?? '', about: firm ? [firm] : [] }),
};
