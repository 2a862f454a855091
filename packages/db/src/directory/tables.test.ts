import { afterAll, beforeAll, expect, it } from 'vitest';
import { addColleague, addSampleCompany } from '../companies/factory.ts';
import { addContractors } from '../contractors/factory.ts';
import { type Client, connect } from '../engine/connection.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';

const portal = testDatabase();
/** The owner of the tables on connections side by side. */
let several: Client;

/** Everything that the directory searches of a firm. */
const rowOf = async (companyId: string) => {
  const [row] = await portal.owner`
    select is_listed, audience, is_place_shown, name_key, license_number, city, county, trades, skills, service_counties,
      public_vector::text as public_words, vector::text as words, staff_vector::text as staff_words, ST_AsText(albers) as place
    from directory_firms where company_id = ${companyId}`;
  return row;
};

/** The result of a search follows from the tables alone: writing every row anew changes none of them. */
async function expectNothingStale(): Promise<void> {
  const stale = await portal.owner.begin(async (sql) => {
    const all = sql`select *, ctid::text as version from directory_firms order by company_id`;
    const before = await all;
    const fill = async (last: string | null) =>
      (await sql<{ key: string | null }[]>`select fill_directory_firms(${last}) as key`)[0]?.key ?? null;
    for (let last = await fill(null); last !== null; ) last = await fill(last);
    const after = await sql`select *, ctid::text as version from directory_firms order by company_id`;
    return after.filter((row, at) => row.version !== before[at]?.version).map(({ name_key }) => name_key);
  });
  expect(stale).toEqual([]);
}

let licenses = 730_000;
async function addFirm(name: string) {
  licenses += 1;
  const licenseNumber = String(licenses);
  await addContractors(portal.owner, [
    { licenseNumber, classifications: ['C-10'], city: 'OAKLAND', county: 'Alameda', zipCode: '94601' },
  ]);
  const ownerId = await addMember(portal.db);
  const companyId = await addSampleCompany(portal.db, ownerId, name);
  await portal.owner`update companies set license_number = ${licenseNumber} where id = ${companyId}`;
  return { companyId, ownerId, licenseNumber };
}

beforeAll(async () => {
  several = connect(portal.ownerUrl, { max: 5, applicationName: 'follow' });
  await addFirm('Bystander');
});

afterAll(() => several.end());

it('a row follows its company, license, people and their skills', async () => {
  const { companyId, ownerId, licenseNumber } = await addFirm('Follower');
  expect(await rowOf(companyId)).toMatchObject({
    is_listed: true,
    name_key: 'follower',
    city: 'OAKLAND',
    county: 'Alameda',
    trades: ['C-10'],
    skills: [],
  });
  // A new import of the license file.
  await portal.owner`
    update california_contractors set classifications = '{C-36}', city = 'FRESNO', county = 'Fresno' where license_number = ${licenseNumber}`;
  expect(await rowOf(companyId)).toMatchObject({ trades: ['C-36'], city: 'FRESNO', county: 'Fresno' });
  const colleague = await addMember(portal.db, { skills: ['bim'] });
  await addColleague(portal.db, { companyId, ownerId }, colleague);
  expect(await rowOf(companyId)).toMatchObject({ skills: ['bim'] });
  await portal.owner`update users set show_in_directory = false where id = ${colleague}`;
  expect(await rowOf(companyId)).toMatchObject({ skills: [] });
  await portal.owner`update users set status = 'LAPSED' where id in (${ownerId}, ${colleague})`;
  expect(await rowOf(companyId)).toMatchObject({ is_listed: false });
  await portal.owner`update users set status = 'ACTIVE' where id = ${ownerId}`;
  await portal.owner`update companies set zip_code = '94559', address_shown = 'NONE', name = 'Renamed' where id = ${companyId}`;
  expect(await rowOf(companyId)).toMatchObject({
    is_listed: true,
    is_place_shown: false,
    name_key: 'renamed',
    city: 'Napa',
    public_words: expect.not.stringContaining('napa'),
    staff_words: expect.stringContaining('napa'),
  });
  await expectNothingStale();
  await portal.owner`delete from companies where id = ${companyId}`;
  expect(await rowOf(companyId)).toBeUndefined();
});

it('changes at once all arrive, whichever commits first', async () => {
  const { companyId, ownerId, licenseNumber } = await addFirm('Contested');
  const colleague = await addMember(portal.db, { skills: ['bim'] });
  await addColleague(portal.db, { companyId, ownerId }, colleague);
  expect(await rowOf(companyId)).toMatchObject({ skills: ['bim'] });
  // None of them waits for a row of another.
  const changes = [
    `update users set show_in_directory = false where id = '${colleague}'`,
    `update companies set story = 'Settled.' where id = '${companyId}'`,
    `update california_contractors set classifications = '{C-57}' where license_number = '${licenseNumber}'`,
    `insert into user_skills (user_id, skill_code) values ('${ownerId}', 'estimating')`,
  ];
  const connections = await Promise.all(changes.map(() => several.reserve()));
  try {
    for (const [at, connection] of connections.entries()) {
      await connection`begin`;
      await connection.unsafe(changes[at] ?? '');
    }
    await Promise.all(connections.map((connection) => connection`commit`));
  } finally {
    for (const connection of connections) connection.release();
  }
  expect(await rowOf(companyId)).toMatchObject({
    is_listed: true,
    words: expect.stringContaining('settled'),
    trades: ['C-57'],
    skills: ['estimating'],
  });
  await expectNothingStale();
});

it('an import that is still running holds nobody up, and its changes and theirs leave no row wrong', async () => {
  const firms = [await addFirm('One'), await addFirm('Two'), await addFirm('Three')];
  const importing = await several.reserve();
  try {
    await importing`begin`;
    await importing`
      update california_contractors set classifications = '{B}' where license_number = any (${firms.map((firm) => firm.licenseNumber)})`;
    // The import has not committed, and the members do not wait for it.
    await Promise.all(
      firms.flatMap(({ companyId, ownerId }) => [
        several`update companies set story = 'Changed meanwhile.' where id = ${companyId}`,
        several`insert into user_skills (user_id, skill_code) values (${ownerId}, 'estimating')`,
      ]),
    );
    expect(await rowOf(firms[0]?.companyId ?? '')).toMatchObject({
      words: expect.stringContaining('meanwhile'),
      trades: ['C-10'],
      skills: ['estimating'],
    });
    await importing`commit`;
  } finally {
    importing.release();
  }
  for (const { companyId } of firms)
    expect(await rowOf(companyId)).toMatchObject({
      words: expect.stringContaining('meanwhile'),
      trades: ['B'],
      skills: ['estimating'],
    });
  await expectNothingStale();
});
