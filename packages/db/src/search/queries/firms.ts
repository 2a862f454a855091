import { wordsOf } from '../../directory/queries/search.ts';
import { toTsquery } from '../../engine/text-query.ts';
import { cityCase } from '../../places/city-case.ts';
import { nearestFirst, type SearchKind } from './kind.ts';

/** Firms that the reader finds in the directory. */
export const firms: SearchKind = {
  found: (sql, { typed, key, words, parsed }, most) => {
    const said = wordsOf(sql, typed);
    return sql`
      select id, fit, ${nearestFirst(sql, sql`name_key`, key)} || name_key as place
      from firms_for_search(${said.words}, ${said.trades}::text[], ${toTsquery(sql, parsed)}, ${words}::text[], ${key}, ${most})`;
  },
  facts: (sql, top) => sql`
    select f.id, jsonb_build_object('name', f.name, 'city', f.city) as facts
    from names_of_firms(array(select id from ${top} top)) f`,
  show: ({ name, city }) => ({ title: name ?? '', about: city ? [cityCase(city)] : [] }),
};
