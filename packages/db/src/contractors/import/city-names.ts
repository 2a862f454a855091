import { eq } from 'drizzle-orm';
import { openBuilder } from '../../engine/builder.ts';
import type { TransactionClient } from '../../engine/connection.ts';
import { placeNames } from '../../places/tables.ts';

/** So many rows of the file have a city's name before it is offered to people. Fewer may be a slip. */
const fewestForSuggestion = 3;

/**
 * Names the Californian cities and neighborhoods that the board's file has and the list of ZIP codes lacks. The position
 * of each is that of the ZIP code that most of its rows have.
 */
export async function replaceCityNames(sql: TransactionClient): Promise<void> {
  await openBuilder(sql).delete(placeNames).where(eq(placeNames.source, 'board'));
  // A SELECT may use all cores, unlike INSERT … SELECT.
  const [named] = await sql<{ names: unknown[] | null }[]>`
    with filed as materialized (
      select city, left(zip_code, 5) as zip_code, count(*) as contractors
      from california_contractors
      where gone_at is null and state = 'CA' and city is not null
      group by 1, 2
    ), keys as materialized (
      select city, place_key(city) as key from (select distinct city from filed) cities
    )
    select jsonb_agg(named) as names
    from (
      select key, initcap(lower((array_agg(filed.city order by contractors desc, filed.city))[1])) as name,
             (array_agg(z.county order by contractors desc, z.zip_code))[1] as county,
             (array_agg(z.location order by contractors desc, z.zip_code))[1]::text as location,
             sum(contractors) >= ${fewestForSuggestion} as is_suggested
      from filed join keys on keys.city = filed.city join zip_codes z on z.zip_code = filed.zip_code and z.state = 'CA'
      where key ~ '^[a-z0-9]*[a-z][a-z0-9]*$' and not exists (select from place_names p where p.key = keys.key and p.state = 'CA')
      group by key
    ) named`;
  await sql`
    insert into place_names (key, state, name, kind, county, location, weight, source, is_suggested)
    select key, 'CA', name, 'city', county, location, 0, 'board', is_suggested
    from jsonb_to_recordset(${JSON.stringify(named?.names ?? [])}::text::jsonb)
      as named (key text, name text, county text, location geography, is_suggested boolean)`;
}
