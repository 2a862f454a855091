import { searchContractorsInput } from '@namc/inputs/contractors';
import { beforeAll, expect, it } from 'vitest';
import type { z } from 'zod';
import { visitor } from '../../engine/actors.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { addContractors, type ContractorSample } from '../factory.ts';
import { searchContractors } from './search.ts';

const portal = testDatabase();
type Typed = z.input<typeof searchContractorsInput>;

const points: [number, number][] = [
  [-122.2711, 37.8044],
  [-122.2727, 37.8716],
  [-118.2437, 34.0522],
];
const names = [
  'SUMMIT ROOFING',
  'ROOFING ROOFING',
  'SUMMIT GENERAL ROOFING AND MORE INC',
  'ROOFING BY SUMMIT',
];

/** More than are ranked at once, with equal ranks, precedences and distances among them. */
const roofers: ContractorSample[] = Array.from({ length: 420 }, (_, number) => ({
  licenseNumber: String(500_000 + number * 7),
  businessName: `${names[number % names.length]}${number % 3 === 0 ? ` ${number % 9}` : ''}`,
  classifications: ['C-39'],
  issueDate: number % 5 === 0 ? null : `20${10 + (number % 10)}-01-01`,
  location: points[number % points.length] as [number, number],
}));

beforeAll(async () => {
  await addContractors(portal.owner, roofers);
});

/** The board's file drops these licenses, and lists all others again. */
const dropOnly = (licenses: string[]) =>
  portal.owner.begin(async (sql) => {
    await sql`set local role import_role`;
    await sql`
      update california_contractors set gone_at = case when license_number = any(${licenses}) then now() end
      where (gone_at is null) = (license_number = any(${licenses}))`;
  });

const search = (typed: Typed) =>
  portal.db.read(visitor, (tx) => searchContractors(tx, searchContractorsInput.parse(typed)));

/** Mulberry32: the same numbers in each run, so that a failure comes back. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const orders: [string, Typed][] = [
  ['best match', { q: 'roofing' }],
  ['best match of fewer than are ranked', { q: 'general' }],
  ['best match nearby', { q: 'roofing', near: '94704', miles: 100 }],
  ['distance', { trades: ['C-39'], near: '94704', miles: 100 }],
  ['name', { q: 'roofing', sort: 'name' }],
  ['standing and age', { trades: ['C-39'] }],
];

it.each([33, 34, 35, 36])(
  'after %i firms the next one comes, even if the first of them goes',
  async (limit) => {
    await dropOnly([]);
    const before = await search({ q: 'general', limit: 70 });
    const first = await search({ q: 'general', limit });
    await dropOnly([first.contractors[0]?.licenseNumber ?? '']);
    const second = await search({ q: 'general', limit: 70 - limit, cursor: first.nextCursor ?? '' });
    expect(second.contractors.map(({ licenseNumber }) => licenseNumber)).toEqual(
      before.contractors.slice(limit).map(({ licenseNumber }) => licenseNumber),
    );
  },
);

it.each(orders)('by %s, whoever stays is listed once while others come and go', async (_order, typed) => {
  const next = numbersFrom(20_261_126);
  for (let trial = 0; trial < 6; trial += 1) {
    const wanders = new Set(
      roofers.map(({ licenseNumber }) => licenseNumber).filter(() => next() < (trial % 2 ? 0.3 : 0.03)),
    );
    const some = () => [...wanders].filter(() => next() < 0.5);
    await dropOnly([]);
    const everybody = new Set<string>();
    const limit = 1 + Math.floor(next() * 60) + 20;
    for (let cursor: string | undefined; ; ) {
      const page = await search({ ...typed, limit: 100, ...(cursor ? { cursor } : {}) });
      for (const { licenseNumber } of page.contractors) everybody.add(licenseNumber);
      if (!page.nextCursor) break;
      cursor = page.nextCursor;
    }
    const seen: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const gone = some();
      await dropOnly(gone);
      const page = await search({ ...typed, limit, ...(cursor ? { cursor } : {}) });
      const listed = page.contractors.map(({ licenseNumber }) => licenseNumber);
      expect(listed.filter((one) => gone.includes(one))).toEqual([]);
      seen.push(...listed);
      if (!page.nextCursor) break;
      cursor = page.nextCursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    const missed = [...everybody].filter((one) => !wanders.has(one) && !seen.includes(one));
    expect({ trial, missed }).toEqual({ trial, missed: [] });
  }
});
