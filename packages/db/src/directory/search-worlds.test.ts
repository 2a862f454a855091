import { searchDirectoryInput } from '@namc/inputs/directory';
import { toMeters } from '@namc/inputs/miles';
import { findTrades } from '@namc/inputs/trade-suggestions';
import { beforeAll, expect, it } from 'vitest';
import { addSampleCompany } from '../companies/factory.ts';
import { addContractors } from '../contractors/factory.ts';
import { type Actor, visitor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { searchDirectory } from './queries/search.ts';

const portal = testDatabase();

const places = {
  '94601': ['Oakland', 'Alameda'],
  '94559': ['Napa', 'Napa'],
  '94590': ['Vallejo', 'Solano'],
  '93721': ['Fresno', 'Fresno'],
} as const;
type Zip = keyof typeof places;

interface Firm {
  id: string;
  name: string;
  story: string;
  own: Zip | null;
  licensed: Zip;
  trades: string[];
  shown: 'CITY' | 'NONE';
  audience: 'PUBLIC' | 'MEMBERS' | 'NOBODY';
  serves: string[];
  skills: string[];
  isActive: boolean;
}

let state = 7;
/** A repeatable sequence of numbers below 1. */
const next = () => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
};
const one = <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)] as Item;
const zips = Object.keys(places) as Zip[];
const world: Firm[] = [];
let reader: Actor = visitor;
const metersTo = new Map<Zip, Map<Zip, number>>();

beforeAll(async () => {
  reader = { kind: 'member', userId: await addMember(portal.db, { firstName: 'Rita' }) };
  for (let made = 0; made < 60; made += 1) {
    const sample = {
      name: `${one(['Redwood', 'Delta', 'Harbor'])} ${one(['Oakland', 'Wiring', 'Paving'])} ${String(made).padStart(2, '0')}`,
      story: `We build ${one(['lighthouses', 'schools', 'homes in Napa'])}.`,
      own: next() < 0.6 ? one(zips) : null,
      licensed: one(zips),
      trades: ['C-10', 'C-39', 'B'].filter(() => next() < 0.4),
      shown: next() < 0.8 ? ('CITY' as const) : ('NONE' as const),
      audience: one(['PUBLIC', 'PUBLIC', 'PUBLIC', 'MEMBERS', 'NOBODY'] as const),
      serves: ['Alameda', 'Solano'].filter(() => next() < 0.3),
      skills: ['estimating', 'bim'].filter(() => next() < 0.3),
      isActive: next() < 0.9,
    };
    const licenseNumber = String(780_000 + made);
    const [city, county] = places[sample.licensed];
    await addContractors(portal.owner, [
      {
        licenseNumber,
        classifications: sample.trades,
        city: city.toUpperCase(),
        county,
        zipCode: sample.licensed,
      },
    ]);
    await portal.owner`
      update california_contractors set location = (select location from zip_codes where zip_code = ${sample.licensed}),
        location_precision = 'zip' where license_number = ${licenseNumber}`;
    const userId = await addMember(portal.db, { skills: sample.skills });
    const id = await addSampleCompany(portal.db, userId, sample.name);
    await portal.owner`
      update companies set story = ${sample.story}, license_number = ${licenseNumber}, address_shown = ${sample.shown},
        directory_audience = ${sample.audience}, service_counties = ${sample.serves}, zip_code = ${sample.own},
        coordinates = (select location from zip_codes where zip_code = ${sample.own}) where id = ${id}`;
    if (!sample.isActive) await portal.owner`update users set status = 'LAPSED' where id = ${userId}`;
    world.push({ id, ...sample });
  }
  for (const { one: from, other, meters } of await portal.owner<{ one: Zip; other: Zip; meters: number }[]>`
    select a.zip_code as one, b.zip_code as other, ST_Distance(california_albers(a.location), california_albers(b.location)) as meters
    from zip_codes a, zip_codes b where a.zip_code = any (${zips}) and b.zip_code = any (${zips})`) {
    metersTo.set(from, (metersTo.get(from) ?? new Map()).set(other, meters));
  }
});

interface Search {
  q: string;
  trade?: string;
  county?: string;
  city?: string;
  skill?: string;
  near?: Zip;
  miles?: number;
}

/** The rules of the documentation about a firm and a search, in the plainest words. */
function isFound(firm: Firm, search: Search, isMember: boolean): boolean {
  if (!firm.isActive || firm.audience === 'NOBODY' || (firm.audience === 'MEMBERS' && !isMember))
    return false;
  const spot = firm.shown === 'NONE' ? null : (firm.own ?? firm.licensed);
  const [city, county] = spot === null ? [null, null] : places[spot];
  const said = [firm.name, isMember ? firm.story : '', city ?? ''].join(' ').toLowerCase().split(/\W+/);
  const words = search.q.toLowerCase().split(' ').filter(Boolean);
  for (const [at, word] of words.entries()) {
    const isSaid = said.some((own) => own === word || (at === words.length - 1 && own.startsWith(word)));
    if (!isSaid && ![...findTrades(word)].some((code) => firm.trades.includes(code))) return false;
  }
  if (search.trade && !firm.trades.includes(search.trade)) return false;
  if (search.county && county !== search.county && !(isMember && firm.serves.includes(search.county)))
    return false;
  if (search.city && city?.toLowerCase() !== search.city.toLowerCase()) return false;
  if (search.skill && !firm.skills.includes(search.skill)) return false;
  if (search.near) {
    if (spot === null) return false;
    return (metersTo.get(search.near)?.get(spot) ?? Number.NaN) <= toMeters(search.miles ?? 50);
  }
  return true;
}

it('finds what the plainest reading finds, in 60 random searches of a random world', async () => {
  const maybe = <Item>(share: number, items: readonly Item[]) => (next() < share ? one(items) : undefined);
  let hits = 0;
  for (let asked = 0; asked < 60; asked += 1) {
    const words = ['redwood', 'oakland', 'wiring', 'lighthouses', 'electrician', 'roofing', 'napa', 'delt'];
    const search: Search = {
      q: [maybe(0.5, words.slice(0, -1)), maybe(0.3, words)].filter(Boolean).join(' '),
      trade: maybe(0.2, ['C-10', 'C-39']),
      county: maybe(0.2, ['Alameda', 'Solano', 'Fresno']),
      city: maybe(0.2, ['oakland', 'Napa']),
      skill: maybe(0.2, ['estimating', 'bim']),
      near: maybe(0.4, zips),
      miles: one([1, 30, 60, 200]),
    } as Search;
    const sort = one(['best', 'name']);
    for (const actor of [visitor, reader]) {
      const { rows } = await portal.db.read(
        actor,
        (tx) => searchDirectory(tx, searchDirectoryInput.parse({ ...search, sort, limit: 100 })),
        { freshness: 'latest' },
      );
      const expected = world.filter((firm) => isFound(firm, search, actor !== visitor));
      const told = JSON.stringify({ ...search, sort, isMember: actor !== visitor });
      expect(rows.map(({ name }) => name).sort(), told).toEqual(expected.map(({ name }) => name).sort());
      hits += rows.length;
      const metersOf = (id: string) => {
        const firm = world.find((each) => each.id === id);
        return metersTo.get(search.near as Zip)?.get(firm?.own ?? (firm?.licensed as Zip)) ?? 0;
      };
      const ids = rows.map(({ id }) => id);
      const names = rows.map(({ name }) => name.toLowerCase());
      if (sort === 'name' || (search.q === '' && !search.near))
        expect(names, told).toEqual([...names].sort());
      else if (search.near) expect(ids, told).toEqual([...ids].sort((a, b) => metersOf(a) - metersOf(b)));
    }
  }
  expect(hits).toBeGreaterThan(100);
});
