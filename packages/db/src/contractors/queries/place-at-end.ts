import { counties } from '@namc/inputs/california';
import { fold } from '@namc/inputs/fold';
import { computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import type { Place } from '../../places/queries.ts';

/** A place, and whether it is a ZIP code, a city or a county. */
export interface KindOfPlace extends Place {
  kind: 'point' | 'zip' | 'city' | 'county';
  county: string | null;
}

const found = computed({
  words: 'number',
  kind: 'string',
  label: 'string',
  latitude: 'number',
  longitude: 'number',
});

const byFoldedName = new Map<string, string>(counties.map((county) => [fold(county), county]));
const longestName = 4;

/** The longest run of last words that names a ZIP code, a city in California or "X County". */
export async function findPlaceAtEndOf(
  tx: Transaction,
  text: string,
): Promise<{ place: KindOfPlace; rest: string; typed: string } | undefined> {
  const words = text.split(' ').filter((word) => word !== '');
  const tails = Array.from({ length: Math.min(longestName, words.length) }, (_, at) =>
    words.slice(words.length - at - 1),
  );
  const county = tails.map(countyIn).find((name) => name !== undefined);
  const zip = /^\d{5}$/.test(words.at(-1) ?? '') ? words.at(-1) : null;
  const cities = tails.map((tail) => tail.join(' ').replace(/ (ca|california)$/, ''));
  const rows: RowOf<typeof found>[] = await rowsOf(tx.sql, found)`
    select 2 as words, 'county' as kind, name || ' County' as label,
           ST_Y(center::geometry) as latitude, ST_X(center::geometry) as longitude
    from california_counties where name = ${county?.name ?? null}
    union all
    select 1, 'zip', zip_code || ' (' || city || ', ' || state || ')', ST_Y(location::geometry), ST_X(location::geometry)
    from zip_codes where zip_code = ${zip ?? null} and state = 'CA'
    union all
    select array_position(${cities}::text[], lower(city)), 'city', min(city) || ', CA',
           avg(ST_Y(location::geometry)), avg(ST_X(location::geometry))
    from zip_codes where lower(city) = any(${cities}::text[]) and state = 'CA' group by lower(city)`;
  const row = rows.find(({ kind }) => kind !== 'city') ?? rows.toSorted((a, b) => b.words - a.words)[0];
  if (!row) return undefined;
  const length = row.kind === 'county' ? (county?.words ?? 0) : row.words;
  return {
    place: {
      kind: row.kind as KindOfPlace['kind'],
      county: county?.name ?? null,
      label: row.label,
      latitude: row.latitude,
      longitude: row.longitude,
    },
    rest: words.slice(0, -length).join(' '),
    typed: words.slice(-length).join(' '),
  };
}

function countyIn(words: string[]): { name: string; words: number } | undefined {
  const text = words.join(' ');
  const name = /^(?:condado de |county of )(.+)$/.exec(text)?.[1] ?? /^(.+) county$/.exec(text)?.[1];
  const county = name === undefined ? undefined : byFoldedName.get(name);
  return county ? { name: county, words: words.length } : undefined;
}
