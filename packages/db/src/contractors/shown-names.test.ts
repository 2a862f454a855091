import { searchContractorsInput } from '@namc/inputs/contractors';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { z } from 'zod';
import { visitor } from '../engine/actors.ts';
import { type Client, connect } from '../engine/connection.ts';
import { readMigrationFiles } from '../engine/migrations/files.ts';
import { applyMigrations } from '../engine/migrations/migrate.ts';
import { createEmptyDatabase, dropDatabase } from '../tools/testing/template.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { addContractors } from './factory.ts';
import { exportContractors } from './queries/export.ts';
import { type FiledNames, namesOf } from './queries/names.ts';
import { searchContractors } from './queries/search.ts';

/** Lists by name are in the order of the names that people see, wherever the file has these. */

const portal = testDatabase();

const filed = (businessName: string, more: Partial<FiledNames> = {}): FiledNames => ({
  businessName,
  dbaName: null,
  fullBusinessName: null,
  secondNameType: null,
  ...more,
});

/** Each kind of firm that the file names otherwise, and its neighbors. */
const kinds: FiledNames[] = [
  filed('PLAIN PAVING INC'),
  filed('PLAIN PAVING INC', { fullBusinessName: 'PLAIN PAVING INC' }),
  filed('BLUE LANTERN', { dbaName: 'ZEBRA HOLDINGS INC', secondNameType: 'Current Name' }),
  filed('BLUE LANTERN', { dbaName: 'ZEBRA HOLDINGS INC', secondNameType: ' CURRENT NAME' }),
  filed('BLUE LANTERN', { dbaName: 'BLUE LANTERN', secondNameType: 'Current Name' }),
  filed('BLUE LANTERN', { dbaName: 'PAT SAMPLE', secondNameType: 'Principal Name' }),
  filed('BLUE LANTERN', { dbaName: 'ZEBRA INC', fullBusinessName: 'ZEBRA INC DBA BLUE LANTERN' }),
  filed('BLUE LANTERN', {
    dbaName: 'ZEBRA INC',
    fullBusinessName: 'ZEBRA INC DBA BLUE LANTERN',
    secondNameType: 'Principal Name',
  }),
  filed('BLUE LANTERN', { dbaName: 'ZEBRA INC', fullBusinessName: 'ZEBRA INC d/b/a OTHER' }),
  filed('BLUE LANTERN', { dbaName: 'GREEN LANTERN' }),
  filed('DOE, JANE A', { fullBusinessName: 'JANE A. DOE' }),
  filed('DOE JANE A', { fullBusinessName: 'JANE A DOE DBA SAMPLE TILE' }),
  filed('DOE JANE A', { fullBusinessName: 'JANE B DOE' }),
  filed('DOE DOE JANE', { fullBusinessName: 'JANE JANE DOE' }),
  filed('ROE PAT DBA ROE TILE', { fullBusinessName: 'PAT ROE DBA ROE TILE' }),
  filed('ROE TILE D.B.A. ROE STONE DBA ROE'),
  filed('O’HARA ÉTÉ', { fullBusinessName: 'ÉTÉ O’HARA' }),
  filed('DBA SERVICES INC', { fullBusinessName: 'DBA SERVICES INC' }),
];

beforeAll(() =>
  addContractors(
    portal.owner,
    kinds.map((names, at) => ({ licenseNumber: `${4001 + at}`, ...names })),
  ),
);

const search = (typed: z.input<typeof searchContractorsInput>) =>
  portal.db.read(visitor, (tx) => searchContractors(tx, searchContractorsInput.parse(typed)));

/** A name without signs, which the pages write in their own way ("Inc."). */
const bare = (name: string) => name.toLowerCase().replaceAll(/[^\p{L}\p{N} ]/gu, '');

describe('the order by name', () => {
  it('is that of the names that the list shows, from page to page and in a download', async () => {
    const names: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await search({ sort: 'name', limit: 5, ...(cursor ? { cursor } : {}) });
      names.push(...page.contractors.map(({ name }) => bare(name)));
      cursor = page.nextCursor;
    }
    expect(names).toHaveLength(kinds.length);
    const letters = (name: string) => name.normalize('NFD').replaceAll(/\p{M}/gu, '');
    expect(names.map(letters)).toEqual(names.map(letters).toSorted());
    expect(names.indexOf('jane a doe')).toBeGreaterThan(names.indexOf('doe doe jane'));
    expect(names).toContain('été ohara');
    const { rows } = await portal.db.read(visitor, (tx) =>
      exportContractors(tx, searchContractorsInput.parse({ sort: 'name', limit: 100 })),
    );
    expect(rows.map(({ name }) => bare(name))).toEqual(names);
  });

  it('follows a name that changes', async () => {
    const { owner } = portal;
    const first = async () => (await search({ sort: 'name', limit: 1 })).contractors[0]?.licenseNumber;
    const rename = (to: string | null, type: string | null) =>
      owner.begin(async (sql) => {
        await sql`select set_config('role', 'import_role', true)`;
        await sql`update california_contractors set dba_name = ${to}, second_name_type = ${type} where license_number = '4001'`;
      });
    expect(await first()).not.toBe('4001');
    await rename('AARDVARK HOLDINGS', 'Current Name');
    expect(await first()).toBe('4001');
    await rename(null, null);
    expect(await first()).not.toBe('4001');
  });

  it('finds the firm first whose shown name is typed as a whole', async () => {
    const { contractors } = await search({ q: 'jane a doe' });
    expect(contractors[0]?.name).toBe('Jane A Doe');
  });
});

it('the database names a firm as the pages do', async () => {
  const rows = await portal.owner.begin(async (sql) => {
    await sql`select set_config('role', 'import_role', true)`;
    return sql<(FiledNames & { key: string })[]>`
      select business_name as "businessName", dba_name as "dbaName", full_business_name as "fullBusinessName",
             second_name_type as "secondNameType", coalesce(shown_name_key, name_key) as key
      from california_contractors`;
  });
  expect(rows).toHaveLength(kinds.length);
  for (const row of rows) expect(bare(namesOf(row).name), JSON.stringify(row)).toBe(bare(row.key));
});

describe('the migration', () => {
  const { port, superuserUrl } = inject('portalCluster');
  const name = `shown_names_${process.pid}_${Math.random().toString(36).slice(2)}`;
  const url = (login: string) => `postgres://${login}@127.0.0.1:${port}/${name}`;
  let superuser: Client;

  beforeAll(async () => {
    await createEmptyDatabase(superuserUrl, name);
    superuser = connect(url('postgres'), { max: 1, applicationName: 'test' });
  });
  afterAll(async () => {
    await superuser.end();
    await dropDatabase(superuserUrl, name);
  });

  it('names the firms of a register that is in use, in more than one range', async () => {
    const files = readMigrationFiles();
    const until = files.findIndex((file) => file.name === '0064_names_that_people_see');
    const migrate = (end?: number) =>
      applyMigrations({ ownerUrl: url('portal_owner'), embedded: false, files: files.slice(0, end) });
    await migrate(until);
    await superuser`
      insert into california_contractors (license_number, business_name, full_business_name, primary_status, classifications, region)
      select n, 'DOE JANE ' || n, case n % 2 when 0 then 'JANE ' || n || ' DOE' end, 'CLEAR', '{B}', 'NORTH'
      from generate_series(1, 21000) n`;
    await migrate();
    expect(
      await superuser`
        select shown_name_key = 'jane ' || license_number || ' doe' as "isShown", shown_name_key is null as "isFirst", count(*)::int as firms
        from california_contractors group by 1, 2 order by 2`,
    ).toEqual([
      { isShown: true, isFirst: false, firms: 10_500 },
      { isShown: null, isFirst: true, firms: 10_500 },
    ]);
  });
});
