import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { counties } from '@namc/inputs/california';
import { classificationNames } from '@namc/inputs/classifications';
import { tradeSkills } from '@namc/inputs/skills';
import { eq, sql as expression } from 'drizzle-orm';
import { actAsSystem } from '../engine/act-as-system.ts';
import { openBuilder } from '../engine/builder.ts';
import { pick } from '../engine/columns/pick.ts';
import { rowsOf } from '../engine/columns/shape.ts';
import type { Client, TransactionClient } from '../engine/connection.ts';
import { skills } from '../members/tables.ts';
import { areaNames, southern } from './areas.ts';
import { localNames } from './local-names.ts';
import { cityNames, countyNames } from './short-names.ts';
import { californiaCounties, placeNames, referenceLoads, zipCodes } from './tables.ts';

const edition = 'zip codes and counties';
/** Counts the changes of `place_key`, after which the keys are made anew. */
const foldingEdition = 1;
const skillsEdition = 'skills';
const load = pick(referenceLoads, ['sha256']);

/**
 * Fills `zip_codes`, `california_counties` and `place_names`, unless this edition is loaded already. One transaction: readers see
 * the old lists or the new ones.
 */
export async function loadPlaces(client: Client): Promise<void> {
  const text = readFileSync(new URL('./zip-codes.tsv', import.meta.url), 'utf8');
  const sha256 = createHash('sha256')
    .update(text)
    .update(
      JSON.stringify([
        counties,
        [...southern],
        cityNames,
        countyNames,
        localNames,
        areaNames,
        foldingEdition,
      ]),
    )
    .digest('hex');
  await loadSkills(client);
  await client.begin(async (sql) => {
    await actAsSystem(sql, 'portal migrate');
    const [loaded] = await rowsOf(sql, load)`
      select ${load(sql)} from reference_loads where name = ${edition}`;
    if (loaded?.sha256 === sha256) return;
    await replaceZipCodes(sql, text);
    await replaceCounties(sql);
    await replaceNames(sql);
    await noteLoad(sql, edition, sha256);
  });
}

async function noteLoad(sql: TransactionClient, name: string, sha256: string): Promise<void> {
  await openBuilder(sql)
    .insert(referenceLoads)
    .values({ name, sha256 })
    .onConflictDoUpdate({ target: referenceLoads.name, set: { sha256, loadedAt: expression`now()` } });
}

async function replaceZipCodes(sql: TransactionClient, text: string): Promise<void> {
  const rows = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  const column = (position: number) => rows.map((row) => row[position] ?? '');
  await openBuilder(sql).delete(zipCodes);
  await sql`
    insert into zip_codes (zip_code, city, state, county, location)
    select zip_code, city, state, nullif(county, ''),
           ST_SetSRID(ST_MakePoint(longitude::float8, latitude::float8), 4326)::geography
    from unnest(${column(0)}::text[], ${column(1)}::text[], ${column(2)}::text[], ${column(3)}::text[],
                ${column(4)}::text[], ${column(5)}::text[])
      as row (zip_code, city, state, county, latitude, longitude)`;
}

async function replaceCounties(sql: TransactionClient): Promise<void> {
  await openBuilder(sql).delete(californiaCounties);
  await sql`
    insert into california_counties (name, region, center)
    select name, case when name = any(${[...southern]}::text[]) then 'SOUTH' else 'NORTH' end,
           ST_SetSRID(ST_MakePoint(avg(ST_X(location::geometry)), avg(ST_Y(location::geometry))), 4326)::geography
    from unnest(${[...counties]}::text[]) as name join zip_codes on county = name and state = 'CA'
    group by name`;
}

/**
 * Names every city of the list, and what people call other places, as far as no city has the name: communities and
 * neighborhoods, areas, and California's counties with and without the word. Cities that only the board's file names stay, unless the list names them now.
 */
async function replaceNames(sql: TransactionClient): Promise<void> {
  const [shortCities, cities] = [Object.keys(cityNames), Object.values(cityNames)];
  const [shortCounties, ofCounties] = [Object.keys(countyNames), Object.values(countyNames)];
  const local = (field: 'also' | 'name' | 'zipCode') => localNames.map((one) => one[field]);
  await openBuilder(sql).delete(placeNames).where(eq(placeNames.source, 'list'));
  await sql`
    with cities as (
      select state, min(city) as name, place_key(city) as key, mode() within group (order by county) as county,
             avg(ST_X(location::geometry)) as longitude, avg(ST_Y(location::geometry)) as latitude, count(*) as weight
      from zip_codes group by state, place_key(city)
    ), named as (
      select key, state, name, 'city' as kind, county, longitude, latitude, weight, 1 as preference from cities
      union all
      select place_key(short), state, name, 'city', county, longitude, latitude, weight, 2
      from unnest(${shortCities}::text[], ${cities}::text[]) as also (short, city)
      join cities on key = place_key(city) and state = 'CA'
      union all
      select place_key(also), 'CA', name, 'city', county, ST_X(location::geometry), ST_Y(location::geometry), 1, 3
      from unnest(${local('also')}::text[], ${local('name')}::text[], ${local('zipCode')}::text[]) as near (also, name, zip)
      join zip_codes on zip_code = zip
      union all
      select place_key(also), 'CA', area.name, 'area', null, avg(ST_X(location::geometry)), avg(ST_Y(location::geometry)), count(*), 4
      from unnest(${areaNames.map(({ also }) => also)}::text[], ${areaNames.map(({ name }) => name)}::text[],
                  ${areaNames.map((one) => one.counties.join(', '))}::text[]) as area (also, name, within)
      join zip_codes on state = 'CA' and county = any(string_to_array(within, ', '))
      group by also, area.name
      union all
      select place_key(also), 'CA', c.name || ' County', 'county', c.name, ST_X(center::geometry), ST_Y(center::geometry),
             (select count(*) from zip_codes z where z.county = c.name and z.state = 'CA'), preference
      from california_counties c
      cross join lateral (
        values (c.name || ' County', 1), ('County of ' || c.name, 5), (c.name, 5)
        union all
        select short, 2 from unnest(${shortCounties}::text[], ${ofCounties}::text[]) as also (short, county)
        where also.county = c.name
      ) as names (also, preference)
    )
    insert into place_names (key, state, name, kind, county, location, weight, source, is_suggested)
    select distinct on (key, state) key, state, name, kind, county,
           ST_SetSRID(ST_MakePoint(longitude, latitude), 4326)::geography, weight, 'list', state = 'CA'
    from named where key ~ '^[a-z0-9]+$'
    order by key, state, preference
    on conflict (key, state) do update
      set name = excluded.name, kind = excluded.kind, county = excluded.county, location = excluded.location,
          weight = excluded.weight, source = excluded.source, is_suggested = excluded.is_suggested`;
}

/**
 * The license classifications and the trades' other skills. A skill that left the lists stays, because somebody may
 * have it.
 */
async function loadSkills(client: Client): Promise<void> {
  const rows = [
    ...Object.entries(classificationNames).map(([code, name]) => ({
      code,
      name,
      kind: 'classification' as const,
    })),
    ...Object.entries(tradeSkills).map(([code, name]) => ({ code, name, kind: 'skill' as const })),
  ];
  const sha256 = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
  await client.begin(async (sql) => {
    await actAsSystem(sql, 'portal migrate');
    const [loaded] = await rowsOf(sql, load)`
      select ${load(sql)} from reference_loads where name = ${skillsEdition}`;
    if (loaded?.sha256 === sha256) return;
    await openBuilder(sql)
      .insert(skills)
      .values(rows)
      .onConflictDoUpdate({
        target: skills.code,
        set: { name: expression`excluded.name`, kind: expression`excluded.kind` },
      });
    await noteLoad(sql, skillsEdition, sha256);
  });
}
