import { findTeamsInput } from '@namc/inputs/directory';
import { beforeAll, expect, it } from 'vitest';
import { addSampleCompany } from '../companies/factory.ts';
import { addContractors } from '../contractors/factory.ts';
import { type Actor, visitor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { findTeams } from './queries/teams.ts';

const portal = testDatabase();
let reader: Actor = visitor;

beforeAll(async () => {
  reader = { kind: 'member', userId: await addMember(portal.db) };
});

const ask = (typed: object, actor = reader) =>
  portal.db.read(actor, (tx) => findTeams(tx, findTeamsInput.parse(typed)), { freshness: 'latest' });

let licenses = 720_000;
interface Sample {
  name?: string;
  trades?: string[];
  skills?: string[];
  zipCode?: string;
  /** The license in the license board's file. */
  license?: object;
  columns?: object;
}
async function addFirm({
  name = 'Team',
  trades = [],
  skills = [],
  zipCode = '94601',
  license,
  columns,
}: Sample) {
  licenses += 1;
  const licenseNumber = String(licenses);
  await addContractors(portal.owner, [{ licenseNumber, classifications: trades, ...license }]);
  const companyId = await addSampleCompany(portal.db, await addMember(portal.db, { skills }), name);
  await portal.owner`
    update companies set license_number = ${licenseNumber}, zip_code = ${zipCode},
      coordinates = (select location from zip_codes where zip_code = ${zipCode}) where id = ${companyId}`;
  if (columns)
    await portal.owner`update companies set ${portal.owner(columns as Record<string, string>)} where id = ${companyId}`;
  return companyId;
}
/** Nobody finds the firms that were there before. */
const clear = () => portal.owner`update companies set directory_audience = 'NOBODY'`;

it('names the smallest teams, nearest first, with what each firm brings', async () => {
  await clear();
  const both = await addFirm({ name: 'Both', trades: ['C-10', 'C-36'], zipCode: '94559' });
  const near = await addFirm({ name: 'Near Wires', trades: ['C-10'] });
  const pipes = await addFirm({ name: 'Pipes', trades: ['C-36'], zipCode: '94607' });
  const { teams, firms, missing } = await ask({ trades: ['C-10', 'C-36', 'C-57'], near: '94601' });
  expect(teams.map((ids) => new Set(ids))).toEqual([new Set([both]), new Set([near, pipes])]);
  expect(firms[both]).toMatchObject({
    name: 'Both',
    brings: [0, 1],
    distance: { miles: expect.any(Number) },
  });
  expect(firms[near]).toMatchObject({ brings: [0] });
  expect(missing).toEqual([2]);
});

it('leaves out a license that is not in good standing, a hidden place, an opted-out firm, and a lapsed member', async () => {
  await clear();
  await addFirm({ trades: ['C-10'], license: { primaryStatus: 'SUSPENDED' } });
  await addFirm({ trades: ['C-10'], columns: { address_shown: 'NONE' } });
  await addFirm({ trades: ['C-10'], columns: { directory_audience: 'NOBODY' } });
  const lapsed = await addFirm({ trades: ['C-10'] });
  expect((await ask({ trades: ['C-10'], near: '94601' })).teams).toEqual([[lapsed]]);
  await portal.owner`
    update users set status = 'LAPSED' where id in (select user_id from company_people where company_id = ${lapsed})`;
  expect(await ask({ trades: ['C-10'], near: '94601' })).toMatchObject({ teams: [], missing: [0] });
});

it('is for members whose membership is active', async () => {
  await clear();
  await addFirm({ trades: ['C-10'] });
  const pending: Actor = { kind: 'member', userId: await addMember(portal.db, { status: 'PENDING' }) };
  for (const actor of [visitor, pending]) {
    expect((await ask({ trades: ['C-10'], near: '94601' }, actor)).teams).toEqual([]);
  }
  await expect(ask({ near: '94601' })).rejects.toThrow('at least one');
  await expect(ask({ trades: ['C-10'] })).rejects.toThrow('place');
  await expect(ask({ trades: ['C-10'], near: 'Nowhere at all' })).rejects.toThrow('near');
});

it('says that more than three firms are needed', async () => {
  await clear();
  for (const trade of ['A', 'B', 'C-10', 'C-36']) await addFirm({ trades: [trade] });
  expect(await ask({ trades: ['A', 'B', 'C-10', 'C-36'], near: '94601' })).toMatchObject({
    teams: [],
    missing: [],
    isTooMuch: true,
  });
});

/** A repeatable sequence of numbers below 1. */
function numbersFrom(seed: number) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

it('answers as trying every team does, in small random worlds', async () => {
  const needs = { trades: ['B', 'C-10', 'C-36'], skills: ['estimating', 'bim'] };
  const zips = ['94601', '94607', '94559', '94590', '95814'];
  for (let seed = 1; seed <= 8; seed += 1) {
    await clear();
    const next = numbersFrom(seed);
    const world: { id: string; bits: number }[] = [];
    for (let made = 0; made < 14; made += 1) {
      const trades = needs.trades.filter(() => next() < 0.3);
      const skills = needs.skills.filter(() => next() < 0.3);
      const id = await addFirm({
        trades,
        skills,
        zipCode: zips[Math.floor(next() * zips.length)] ?? '94601',
      });
      const bits = [...trades, ...skills].reduce(
        (sum, need) => sum | (1 << [...needs.trades, ...needs.skills].indexOf(need)),
        0,
      );
      if (bits > 0) world.push({ id, bits });
    }
    const rows = await portal.owner<{ id: string; meters: number }[]>`
      select id, ST_Distance(california_albers(coordinates), (select california_albers(location) from zip_codes where zip_code = '94601')) as meters
      from companies where directory_audience = 'PUBLIC'`;
    const metersOf = new Map(rows.map(({ id, meters }) => [id, meters]));
    const goal = world.reduce((all, { bits }) => all | bits, 0);
    const every = [
      ...world.map((a) => [a]),
      ...world.flatMap((a, at) => world.slice(at + 1).map((b) => [a, b])),
      ...world.flatMap((a, i) =>
        world.flatMap((b, j) => (j > i ? world.slice(j + 1).map((c) => [a, b, c]) : [])),
      ),
    ].filter(
      (team) =>
        team.reduce((all, { bits }) => all | bits, 0) === goal &&
        team.every(
          (one) => team.reduce((all, other) => (other === one ? all : all | other.bits), 0) !== goal,
        ),
    );
    const figureOf = (ids: string[]) =>
      `${ids.length} ${Math.round(ids.reduce((sum, id) => sum + (metersOf.get(id) ?? 0), 0))}`;
    const byFigure = (a: string, b: string) => {
      const [[sizeA = 0, farA = 0], [sizeB = 0, farB = 0]] = [
        a.split(' ').map(Number),
        b.split(' ').map(Number),
      ];
      return sizeA - sizeB || farA - farB;
    };
    const expected = every.map((team) => figureOf(team.map(({ id }) => id))).sort(byFigure);
    const { teams, missing } = await ask({ ...needs, near: '94601', miles: 200 });
    expect(teams.map(figureOf), `seed ${seed}`).toEqual(expected.slice(0, 20));
    const valid = new Set(
      every.map((team) =>
        team
          .map(({ id }) => id)
          .sort()
          .join(),
      ),
    );
    const answered = teams.map((ids) => [...ids].sort().join());
    expect(new Set(answered).size).toBe(answered.length);
    for (const team of answered) expect(valid.has(team)).toBe(true);
    expect(missing).toEqual([0, 1, 2, 3, 4].filter((at) => !(goal & (1 << at))));
  }
});
