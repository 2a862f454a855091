import type { CheckAddressInput, SuggestPlacesInput } from '@namc/inputs/places';
import type { Position } from '../engine/columns/geography.ts';
import { anyOf, computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Fragment, TransactionClient } from '../engine/connection.ts';
import type { Transaction } from '../engine/database.ts';
import { InvalidInput } from '../engine/errors.ts';
import { cityCase } from './city-case.ts';
import { stateCodes } from './short-names.ts';

const place = computed({
  /** `Oakland, CA`, `94601 (Oakland, CA)`, `Alameda County`, `Bay Area` or `37.8044, -122.2711`. */
  label: 'string',
  latitude: 'number',
  longitude: 'number',
  kind: anyOf(['point', 'zip', 'city', 'area', 'county']),
  /** The name of a county that was named as such; null for every other place. */
  county: 'string | null',
});
const asked = computed({ asked: 'number' });

/** A named place. The position of a county, or of an area of several, is the center of its ZIP codes. */
export type Place = RowOf<typeof place>;

const zipAtEnd = /(?:^|[\s,])(\d{5})(?:[-\s]?\d{4})?$/;
const zipAtStart = /^(\d{5})(?:-?\d{4})?(?=[\s,(])/;
const coordinates = /^(-?\d{1,2}(?:\.\d+)?)(?:\s*,\s*|\s+(?=-))(-?\d{1,3}(?:\.\d+)?)$/;
/** `S.F.` and `S.F. County`, which would otherwise begin with "south". */
const initials = /^(?:\p{L}[. ]+){1,3}\p{L}\.?(?= (?:county|co)\.?$|$)/iu;
const countryAtEnd = /[\s,]+(?:usa|u\.s\.a\.|united states)$/i;
const severalZips = /^\d{5}(?:[\s,]+\d{5})+$/;
/** The most words in the name of a state: District of Columbia. */
const longestState = 3;

/** The places that a text may name, the likeliest first. */
interface Reading {
  zip: string | null;
  name: string;
  state: string;
}

/** Words beside a ZIP code that name no place themselves. */
const besideZip = /^(?:area|zip|zip code|zipcode|code)$/i;
const withoutPlus4 = /^(\d{5})(?:[-\s]?\d{4})?$/;

/**
 * The places that a text by itself may name. A ZIP code at either end decides alone, unless `isPart`: among the words of a search
 * the rest has to be a name of a place too.
 */
function readingsOf(typed: string, isPart = false): Reading[] {
  const text = typed
    .replaceAll('\0', '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(countryAtEnd, '')
    .replace(/^condado del? (.+)$/i, '$1 county')
    .replace(/^(?:la )?ciudad de (.+)$/i, '$1');
  // Several ZIP codes are several places, and nine digits among the words of a search a number of some kind.
  if (severalZips.test(text) || (isPart && /^\d{9}$/.test(text))) return [];
  const zip = (zipAtEnd.exec(text) ?? zipAtStart.exec(text))?.[1];
  if (zip === undefined) return namesIn(text).map((name) => ({ zip: null, ...name }));
  const rest = text.replace(zipAtEnd, '').replace(zipAtStart, '').trim();
  if (!isPart || withoutPlus4.test(text) || besideZip.test(rest)) return [{ zip, name: '', state: '' }];
  return namesIn(rest).map((name) => ({ zip, ...name }));
}

/** The places that a text without a ZIP code may name: all of it in California, or the part before a state. */
function namesIn(text: string): Omit<Reading, 'zip'>[] {
  const names = [{ name: text, state: 'CA' }];
  const together = text.replace(initials, (letters) => letters.replace(/[. ]/g, ''));
  if (together !== text) names.push({ name: together, state: 'CA' });
  const words = text.split(/[\s,]+/);
  // `New York, New York`: the longest end that is a state leaves the city before it.
  for (let count = Math.min(longestState, words.length - 1); count > 0; count -= 1) {
    const state = stateCodes.get(words.slice(-count).join(' ').replaceAll('.', '').toLowerCase());
    if (state) names.push({ name: words.slice(0, -count).join(' '), state });
  }
  return names.concat(names.flatMap(withoutPart));
}

const partBefore =
  /^(?:(?:the|greater|metro|central|downtown|midtown|uptown|old town|north|south|east|west|north ?east|north ?west|south ?east|south ?west|[nsew]\.?|upper|lower|outer|inner) +)+/i;
const partAfter = /(?: +(?:area|metro|metropolitan area|region|vicinity|downtown|city limits))+$/i;

/** `North Fresno` and `the Fresno area` are Fresno, unless a place has that very name. */
function withoutPart({ name, state }: Omit<Reading, 'zip'>): Omit<Reading, 'zip'>[] {
  const whole = name.replace(partBefore, '').replace(partAfter, '');
  return whole === name || whole === '' ? [] : [{ name: whole, state }];
}

/**
 * The place that a person named: a ZIP code (`94601`, `94601-1234`, `Oakland, CA 94601`), a city (in California unless a
 * state is given), a county (`Alameda County`), an area (`Bay Area`), a short form (`SF`), or `latitude, longitude`. Accents, signs and
 * abbreviations such as `St.` make no difference (`place_key`). A city that only the board's file names is found too.
 * The center of a city is the mean of its ZIP codes' centroids. Undefined for an unknown place.
 */
export async function findPlace(tx: Transaction, near: string): Promise<Place | undefined> {
  const point = coordinates.exec(near.trim());
  if (!point) return (await findFirst(tx, [readingsOf(near)], tx.sql`true`))?.place;
  const [latitude, longitude] = [Number(point[1]), Number(point[2])];
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return undefined;
  return { latitude, longitude, label: `${latitude}, ${longitude}`, kind: 'point', county: null };
}

/**
 * The first of at most some texts that names a place, with that place, in one statement. Unlike `findPlace` it leaves out
 * cities that fewer than three rows of the board's file name, because such a name may be a slip that is an ordinary word.
 */
export async function findFirstPlace(
  tx: Transaction,
  texts: string[],
): Promise<{ text: string; place: Place } | undefined> {
  const found = await findFirst(
    tx,
    texts.map((text) => readingsOf(text, true)),
    tx.sql`(source = 'list' or is_suggested)`,
  );
  return found && { text: texts[found.at] ?? '', place: found.place };
}

/** So many words at the end of a text are tried as the name of a place. */
const longestName = 5;

/**
 * The longest run of last words that names a place, as `findFirstPlace` knows it. `typed` is that run, and `rest` what
 * stands before it.
 */
export async function findPlaceAtEndOf(
  tx: Transaction,
  text: string,
): Promise<{ place: Place; rest: string; typed: string } | undefined> {
  const words = text.split(' ').filter((word) => word !== '');
  const ends = words.slice(-longestName).map((_, at, last) => last.slice(at).join(' '));
  const found = await findFirstPlace(tx, ends);
  if (!found) return undefined;
  const length = found.text.split(' ').length;
  return { place: found.place, rest: words.slice(0, -length).join(' '), typed: found.text };
}

/** Meters from the middle of a city. A ZIP code further away is another place, and not more exact. */
const furthestZip = 50_000;

/** The first place that one of the texts names, each of which may be read in several ways. */
async function findFirst(
  { sql }: Transaction,
  texts: Reading[][],
  isMeant: Fragment,
): Promise<{ at: number; place: Place } | undefined> {
  const readings = texts.flatMap((ways, number) => ways.map((reading) => ({ number, ...reading })));
  const isNamed = sql`key = place_key(asked.name) and state = in_state and ${isMeant}`;
  const [row] = await rowsOf(sql, asked, place)`
    select number as asked, label, kind, county, ST_Y(location::geometry) as latitude, ST_X(location::geometry) as longitude
    from unnest(${readings.map(({ number }) => number)}::integer[], ${readings.map(({ zip }) => zip)}::text[],
                ${readings.map(({ name }) => name)}::text[], ${readings.map(({ state }) => state)}::text[])
      with ordinality as asked (number, zip, name, in_state, ordinal)
    cross join lateral (
      select zip_code || ' (' || city || ', ' || state || ')' as label, 'zip' as kind, null as county, location
      from zip_codes where zip_code = zip and (asked.name = '' or exists (
        select from place_names
        where ${isNamed} and (kind <> 'city' or ST_DWithin(place_names.location, zip_codes.location, ${furthestZip}))))
      union all
      select ${labelOf(sql)}, kind, case kind when 'county' then county end, location
      from place_names where zip is null and ${isNamed}
    ) found
    order by ordinal limit 1`;
  if (!row) return undefined;
  const { asked: number, ...found } = row;
  return { at: number, place: { ...found, label: placeCase(found.label) } };
}

const city = /^(\d{5} \()?(.+)(, [A-Z]{2}\)?)$/;

/** The label with its city written as the rows of a list write it: `McCloud, CA`. */
function placeCase(label: string): string {
  const [, before = '', name, after = ''] = city.exec(label) ?? [];
  // Capitals within a word are in the list on purpose: DeSoto.
  if (name === undefined || /[a-z][A-Z]/.test(name)) return label;
  return `${before}${cityCase(name.toUpperCase()).replace(/\bMc (?=[A-Z])/g, 'Mc')}${after}`;
}

/** Suggestions as they are shown. The text by which one is found again is its label, or a ZIP code. */
const inPlaceCase = (found: PlaceSuggestion[]): PlaceSuggestion[] =>
  found.map(({ label, near }) => ({
    label: placeCase(label),
    near: near === label ? placeCase(label) : near,
  }));

const labelOf = (sql: TransactionClient): Fragment =>
  sql`case kind when 'city' then place_names.name || ', ' || state else place_names.name end`;

/**
 * The place that a search asks for; undefined if `near` is empty.
 * @throws InvalidInput for an unknown place.
 */
export async function findWantedPlace(tx: Transaction, near: string): Promise<Place | undefined> {
  if (near === '') return undefined;
  const place = await findPlace(tx, near);
  if (!place) throw unknownPlace();
  return place;
}

export const unknownPlace = () => new InvalidInput('near', 'is not a place that the portal knows');

/** The position as a point in California Albers, for a statement. */
export const albersPointOf = (sql: TransactionClient, { longitude, latitude }: Position): Fragment =>
  sql`california_albers(ST_SetSRID(ST_MakePoint(${longitude}::float8, ${latitude}::float8), 4326)::geography)`;

const suggestion = computed({ label: 'string', near: 'string' });

/** A place to choose: what to show, and the text by which `findPlace` finds it again. */
export type PlaceSuggestion = RowOf<typeof suggestion>;

const mostSuggestions = 8;
const beginningOfZip = /^\d{3,5}$/;
const stateAtEnd = /\s+c(?:a(?:l(?:i(?:f(?:o(?:r(?:n(?:i(?:a)?)?)?)?)?)?)?)?)?\.?$/i;
const beginningOfState = /\s*,\s*(?:c(?:a(?:l(?:i(?:f(?:o(?:r(?:n(?:i(?:a)?)?)?)?)?)?)?)?)?)?\.?$/i;

/**
 * At most 8 places in California whose names begin with the typed text, the exact name first, then the best known cities, or
 * ZIP codes that begin with the typed digits.
 */
export async function suggestPlaces(
  tx: Transaction,
  { typed }: SuggestPlacesInput,
): Promise<PlaceSuggestion[]> {
  const text = typed.replace(beginningOfState, '').trim();
  const withoutState = text.replace(stateAtEnd, '');
  const isZip = beginningOfZip.test(withoutState);
  return inPlaceCase(
    isZip
      ? await suggestZipCodes(tx, withoutState)
      : // "San Ca" may go on to San Carlos, so the state is left out only if nothing begins so.
        await suggestNames(tx, withoutState === text ? [text] : [text, withoutState]),
  );
}

const suggestZipCodes = ({ sql }: Transaction, digits: string): Promise<PlaceSuggestion[]> =>
  rowsOf(sql, suggestion)`
    select zip_code || ' (' || city || ', ' || state || ')' as label, zip_code || '' as near from zip_codes
    where zip_code >= ${digits} and zip_code < ${`${digits}:`} order by state <> 'CA', zip_code limit ${mostSuggestions}`;

/** The names that go on from the first of some texts that any name goes on from, in one statement. */
function suggestNames({ sql }: Transaction, texts: string[]): Promise<PlaceSuggestion[]> {
  const words = texts.map((text) => text.split(/\s+/));
  const cityOf = (texts[0] ?? '').toLowerCase().replace(/\s+/g, ' ');
  // The key of a city lacks these words, and some cities have them in their names.
  const isCityOf = /^(?:city|town) o(?:f|f .*)?$/.test(cityOf);
  return rowsOf(sql, suggestion)`
    with typed as materialized (
      select ordinal, place_key(text) as whole,
             -- Somebody who types "st" may go on to Stockton as well as to Saint Helena.
             place_key(before) || replace(searchable_text(last), ' ', '') as begun
      from unnest(${texts}::text[], ${words.map((all) => all.slice(0, -1).join(' '))}::text[],
                  ${words.map((all) => all.at(-1) ?? '')}::text[]) with ordinality as asked (text, before, last, ordinal)
    ), found as (
      select distinct on (ordinal, label)
             ordinal, ${labelOf(sql)} as label, key = whole or key = begun as is_exact, kind, weight, key,
             ${isCityOf ? sql`starts_with(lower(name), ${cityOf})` : sql`false`} as is_city_of
      from typed, place_names
      where is_suggested and begun <> ''
        and (key >= whole and key < whole || '~' or key >= begun and key < begun || '~'
             ${isCityOf ? sql`or starts_with(lower(name), ${cityOf})` : sql``})
      order by ordinal, label, is_exact desc, weight desc
    )
    select label, label as near from found
    where ordinal = (select min(ordinal) from found)
    order by is_exact desc, is_city_of desc, array_position(array['city', 'area', 'county'], kind), weight desc, length(key), label limit ${mostSuggestions}`;
}

const mostNearest = 3;
/** Names further apart than this trigram distance (pg_trgm: 1 - similarity) are not slips of each other. */
const furthestSlip = 0.72;

/**
 * At most 3 places that an unknown text may have meant: cities of that name in other states, names that are spelled
 * almost like it, or the nearest ZIP codes by number.
 */
export async function listNearestPlaces(tx: Transaction, near: string): Promise<PlaceSuggestion[]> {
  return inPlaceCase(await findNearest(tx, near));
}

async function findNearest({ sql }: Transaction, near: string): Promise<PlaceSuggestion[]> {
  const [reading] = readingsOf(near).slice(-1);
  if (!reading) return [];
  if (reading.zip !== null) {
    return rowsOf(sql, suggestion)`
      select zip_code || ' (' || city || ', ' || state || ')' as label, zip_code || '' as near
      from ((select * from zip_codes where zip_code > ${reading.zip} order by zip_code limit ${mostNearest})
            union all (select * from zip_codes where zip_code < ${reading.zip} order by zip_code desc limit ${mostNearest})) found
      order by abs(zip_code::integer - ${reading.zip}::integer), zip_code limit ${mostNearest}`;
  }
  return rowsOf(sql, suggestion)`
    with typed as (select place_key(${reading.name}) as key)
    select label, label as near from (
      select label, min(distance) as distance from (
        select name || ', ' || state as label, -weight::float8 as distance from place_names
        where key = (select key from typed) and kind = 'city'
        union all
        select label, distance - 0.02 * ln(1 + weight) from (
          select ${labelOf(sql)} as label, weight, key <-> (select key from typed) as distance from place_names
          where is_suggested order by key <-> (select key from typed) limit 20
        ) slips
        where distance < ${furthestSlip}
      ) every group by label
    ) found
    order by distance, label limit ${mostNearest}`;
}

const checked = computed({
  /** `apart` is so far away that one of the two must be wrong, or a large city is meant. */
  outcome: anyOf(['fits', 'unknown', 'elsewhere', 'apart']),
  /** The city and the state of the ZIP code. */
  label: 'string | null',
  /** The whole miles from the ZIP code to the city. */
  miles: 'number | null',
});
export type CheckedAddress = RowOf<typeof checked>;

/** A ZIP code lies within so many miles of the middle of its city, but in the largest ones. */
const farthestMiles = 20;

/** Whether a ZIP code is one of California and near the city beside it. A city that the portal doesn’t know fits. */
export async function checkAddress(
  { sql }: Transaction,
  { zipCode, city }: CheckAddressInput,
): Promise<CheckedAddress> {
  const [found] = await rowsOf(sql, checked)`
    select case when z.zip_code is null then 'unknown' when z.state <> 'CA' then 'elsewhere'
                when place_key(z.city) <> c.key and away.miles > ${farthestMiles} then 'apart' else 'fits' end as outcome,
           z.city || ', ' || z.state as label, round(away.miles)::int as miles
    from (select 1) one
    left join zip_codes z on z.zip_code = ${zipCode}
    left join place_names c on c.key = place_key(${city}) and c.state = 'CA' and c.kind = 'city'
    cross join lateral (select ST_Distance(z.location, c.location) / 1609.344 as miles) away`;
  if (!found) throw new TypeError('This question has one answer.');
  return found;
}
