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
    select top.id, jsonb_build_object('name', p.name, 'firm', p.firm) as facts
    from ${top} top
    join names_of_shown_people(
      array(select split_part(id, ' ', 1)::uuid from ${top} all_of), array(select split_part(id, ' ', 2)::uuid from ${top} all_of)) p
      on top.id = p.company_id::text || ' ' || p.user_id::text`,
  show: ({ name, firm }) => ({ title: name ?? '', about: firm ? [firm] : [] }),
};
