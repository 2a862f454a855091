import { namesOf } from '../../contractors/queries/names.ts';
import { toTsquery } from '../../engine/text-query.ts';
import { cityCase } from '../../places/city-case.ts';
import { nearestFirst, type SearchKind } from './kind.ts';

/** The licenses of the last file, members’ and good ones first. A license number is found with and without zeros and dashes. */
export const contractors: SearchKind = {
  found: (sql, { key, words, parsed, typed, license }, most) => sql`
    select c.license_number as id, found.fit,
      ${nearestFirst(sql, sql`search_name(c.business_name)`, key)} || lpad(c.precedence::text, 8, '0') as place
    from contractors_for_search(${license === undefined ? [] : [license]}::text[], ${license ?? null}, ${toTsquery(sql, parsed)},
      ${words}::text[], ${key}, ${typed}, ${most}) found
    join california_contractors c on c.license_number = found.license_number`,
  facts: (sql, top) => sql`
    select c.license_number as id, jsonb_build_object('businessName', c.business_name, 'dbaName', c.dba_name,
      'fullBusinessName', c.full_business_name, 'secondNameType', c.second_name_type, 'city', c.city) as facts
    from ${top} top join california_contractors c on c.license_number = top.id`,
  show: (
    { businessName, dbaName = null, fullBusinessName = null, secondNameType = null, city },
    licenseNumber,
  ) => ({
    title: namesOf({ businessName: businessName ?? '', dbaName, fullBusinessName, secondNameType }).name,
    about: [...(city ? [cityCase(city)] : []), licenseNumber],
  }),
};
