import type { SearchContractorsInput } from '@namc/inputs/contractors';
import { toMeters } from '@namc/inputs/miles';
import type { Fragment, TransactionClient } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import type { Place } from '../../places/queries.ts';
import { foremostBefore, nameOrder } from '../tables/register.ts';
import {
  around,
  isPlaceAlone,
  isPlanar,
  matching,
  nearness,
  pointNearness,
  presentAround,
  withinRadius,
} from './conditions.ts';
import type { Meaning } from './meaning.ts';
import { mayMeetSoon, meetNearest } from './meet-nearest.ts';
import type { Order, Ordered, Position } from './ordered.ts';

export function orderOf({ sql }: Transaction, input: SearchContractorsInput, meaning: Meaning): Order {
  if (meaning.licensePrefix !== null || meaning.licenses.length > 0)
    return { kind: 'license', key: sql`license_number` };
  if (input.sort === 'name') return { kind: 'name', key: sql.unsafe(nameOrder) };
  if (meaning.place) {
    const isAlone = isPlaceAlone(input, meaning);
    return {
      kind: 'distance',
      key: isAlone ? pointNearness(sql, meaning.place) : nearness(sql, meaning.place),
    };
  }
  return { kind: 'precedence', key: sql`precedence` };
}

/**
 * License numbers and sort keys of the first `count` contractors, through an index in that order: those past `after`,
 * and none past `upTo`.
 */
export function inOrder(
  { tx, input, meaning, order }: Ordered,
  count: number,
  { after, upTo }: { after?: Position | undefined; upTo?: Position | undefined },
): Fragment {
  const { sql } = tx;
  const { place } = meaning;
  const past = after ? sql`${positionOf(sql, order)} > ${positionAt(sql, order, after)}` : sql`true`;
  const within = upTo ? sql`${positionOf(sql, order)} <= ${positionAt(sql, order, upTo)}` : sql`true`;
  if (order.kind !== 'distance' || !place) {
    const among = (range: Fragment) => sql`
      select license_number, ${order.key} as sort_key from california_contractors
      where ${matching(sql, input, meaning)} and ${withinRadius(sql, meaning)} and ${past} and ${within} and ${range}
      order by ${order.key}, license_number limit ${count}`;
    if (order.kind !== 'precedence' || after || !isMiddling(meaning)) return among(sql`true`);
    return sql`
      with foremost as materialized (${among(sql`precedence < ${sql.unsafe(`${foremostBefore}`)}`)})
      select * from foremost
      union all
      select * from (${among(sql`precedence >= ${foremostBefore} and (select count(*) from foremost) < ${count}`)}) others
      order by sort_key, license_number limit ${count}`;
  }
  const ordered = { tx, input, meaning, order };
  const otherwise = (isWanted: Fragment) =>
    nearestByIndex(ordered, place, count, {
      range: sql`${isWanted} and ${past} and ${within}`,
      upTo,
    });
  return !upTo && mayMeetSoon(ordered)
    ? meetNearest(ordered, place, count, { after, otherwise })
    : otherwise(sql`true`);
}

/** The nearest through an index of places, which may know words too. */
function nearestByIndex(
  { tx, input, meaning, order }: Ordered,
  place: Place,
  count: number,
  { range, upTo }: { range: Fragment; upTo: Position | undefined },
): Fragment {
  const { sql } = tx;
  const found = isPlaceAlone(input, meaning)
    ? presentAround(sql, place, toMeters(meaning.miles))
    : matching(sql, input, meaning);
  // A spatial index returns rows by distance and by nothing else, and hundreds share the center of one ZIP code. So
  // all rows at the distance of the last one are read, and sorted here. The caller checks the radius, so that the
  // index scan can stop early.
  return sql`
    select license_number, sort_key from (
      select license_number, ${order.key} as sort_key from california_contractors
      where ${found} and ${range} and ${upTo ? closerThan(sql, place, Number(upTo[0])) : sql`true`}
      order by ${order.key} fetch first ${count} rows with ties
    ) nearest
    order by sort_key, license_number limit ${count}`;
}

/**
 * Words of this frequency have too many holders to read and sort, and too few to meet them soon on a walk in order. An
 * index of the foremost tenth (`idx_contractors_fts_foremost`) has enough of them.
 */
const middling = { from: 4_000, to: 30_000 };

const isMiddling = ({ text }: Meaning): boolean =>
  text?.holders != null && text.holders >= middling.from && text.holders <= middling.to;

/** A comparison with a distance serves no index, so a box that holds the same rows goes with it. */
const closerThan = (sql: TransactionClient, place: Place, distance: number): Fragment =>
  around(sql, place, isPlanar(place) ? distance + 1 : distance * 1.01 + 1);

function positionOf(sql: TransactionClient, { kind, key }: Order): Fragment {
  return kind === 'license' ? sql`license_number` : sql`(${key}, license_number)`;
}

function positionAt(sql: TransactionClient, { kind }: Order, [key, licenseNumber]: Position): Fragment {
  switch (kind) {
    case 'license':
      return sql`${licenseNumber}`;
    case 'name':
      return sql`(${key}::text collate "C", ${licenseNumber})`;
    case 'precedence':
      return sql`(${key}::integer, ${licenseNumber})`;
    case 'distance':
      return sql`(${key}::float8, ${licenseNumber})`;
  }
}
