import { browseProjectsInput } from '@namc/inputs/projects';
import { beforeAll, expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { browseProjects, countProjects } from './queries/list.ts';

const portal = testDatabase();
let member: Actor;

/** So many at one place and deadline that the search along an index of places gives them up. */
const crowd = 450;
const others = 350;

beforeAll(async () => {
  const userId = await addMember(portal.db);
  const owner = await addMember(portal.db);
  member = { kind: 'member', userId };
  await portal.owner`
    with shaped as (
      select i, hashtext(i::text) & 2147483647 as luck, i < ${crowd} as in_crowd from generate_series(0, ${crowd + others - 1}) i
    )
    insert into projects (owner_id, title, description, category, status, budget_max_cents, deadline_at, skills_required, county, city,
      coordinates, published_at, created_at, cancel_reason)
    select ${owner}, 'Project ' || i || case when luck % 9 = 0 then ' of a lighthouse' else '' end,
      case when in_crowd then 'A school.' when luck % 6 = 0 then 'A library.' else '' end,
      (array['COMMERCIAL', 'INDUSTRIAL'])[1 + luck % 2],
      case when in_crowd then 'PUBLISHED' else (array['DRAFT', 'PUBLISHED', 'BIDDING_OPEN', 'CLOSED', 'CANCELLED'])[1 + luck % 5] end,
      luck % 1000000,
      case when in_crowd then date '2096-01-01' when luck % 11 = 0 and luck % 5 < 2 then null
        else now() + (luck % 200 - 100) * interval '1 day' end,
      case when luck % 7 = 0 then array['C-10'] else array['B'] end,
      case when luck % 3 = 0 then 'Alameda' end, 'Oakland',
      case when in_crowd then ST_SetSRID(ST_MakePoint(-122.27, 37.8), 4326)
        when luck % 4 > 0 then ST_SetSRID(ST_MakePoint(-122.2 + luck % 97 * 0.01, 37.8 + luck % 89 * 0.01), 4326) end,
      now() - luck % 50 * interval '1 hour', now() - luck % 50 * interval '1 hour',
      case when not in_crowd and luck % 5 = 4 then 'Gone.' end
    from shaped`;
  await portal.owner`analyze projects`;
});

const open = `status in ('PUBLISHED', 'BIDDING_OPEN') and (deadline_at > now() or deadline_at is null)`;
const over = `(status in ('CLOSED', 'CANCELLED') or status in ('PUBLISHED', 'BIDDING_OPEN') and deadline_at <= now())`;
const place = 'california_albers(ST_SetSRID(ST_MakePoint(-122.27, 37.8), 4326)::geography)';
const near = { near: '37.8,-122.27', miles: 20 };
const isNear = `albers <-> ${place} <= 20 * 1609.344`;
const says = (word: string) => `search_vector @@ to_tsquery('english', '${word}:*')`;

const searches: [name: string, input: object, holds: string][] = [
  ['all that are open', {}, open],
  ['all that are over', { state: 'over' }, over],
  ['a place with a crowd', near, `${open} and ${isNear}`],
  ['a place, over', { ...near, state: 'over' }, `${over} and ${isNear}`],
  ['a common word', { q: 'school' }, `${open} and ${says('school')}`],
  ['a rare word', { q: 'lighthouse' }, `${open} and ${says('lighthouse')}`],
  ['a word, over', { q: 'library', state: 'over' }, `${over} and ${says('library')}`],
  ['a word at a place', { ...near, q: 'lighthouse' }, `${open} and ${isNear} and ${says('lighthouse')}`],
  ['a class', { work: 'C-10' }, `${open} and skills_required @> '{C-10}'`],
  [
    'a class of a county',
    { work: 'C-10', county: 'Alameda' },
    `${open} and skills_required @> '{C-10}' and county = 'Alameda'`,
  ],
  [
    'an area of the map',
    { bounds: '-122.3,37.7,-121.9,38.1' },
    `${open} and ST_X(coordinates::geometry) between -122.3 and -121.9 and ST_Y(coordinates::geometry) between 37.7 and 38.1`,
  ],
  [
    'a budget and a kind',
    { budget: 5_000, category: 'INDUSTRIAL' },
    `${open} and budget_max_cents >= 500000 and category = 'INDUSTRIAL'`,
  ],
];
const orders = {
  deadline: (isOver: boolean) =>
    `coalesce(deadline_at, 'infinity') ${isOver ? 'desc' : 'asc'}, id ${isOver ? 'desc' : 'asc'}`,
  newest: () => 'coalesce(published_at, created_at) desc, id desc',
  nearest: () => `albers <-> ${place}, id`,
};

it.each(
  searches.flatMap(([name, input, holds]) =>
    Object.keys(orders)
      .filter((order) => order !== 'nearest' || 'near' in input)
      .map((order) => [name, order as keyof typeof orders, input, holds] as const),
  ),
)('%s, by %s: the pages have each project once, in their order', async (_name, order, input, holds) => {
  const isOver = 'state' in input;
  const wanted = await portal.owner.unsafe<{ id: string }[]>(
    `select id from projects where ${holds} order by ${orders[order](isOver)}`,
  );
  const found: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const asked = browseProjectsInput.parse({ ...input, order, limit: 41, ...(cursor ? { cursor } : {}) });
    const page = await portal.db.read(member, (tx) => browseProjects(tx, asked));
    found.push(...page.rows.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  expect(wanted.length).toBeGreaterThan(0);
  expect(found).toEqual(wanted.map(({ id }) => id));
  const count = await portal.db.read(member, (tx) => countProjects(tx, browseProjectsInput.parse(input)));
  expect(count).toBe(wanted.length);
});
