import { expect, it } from 'vitest';
import { addSampleCompany } from '../../../companies/factory.ts';
import { connect } from '../../../engine/connection.ts';
import { addMember } from '../../../members/factory.ts';
import { testDatabase } from '../../testing/test-database.ts';
import { look } from '../look.fixture.ts';
import { directory } from './directory.ts';

const portal = testDatabase();
const found = () => look('directory', { db: portal.db, serverUrls: [] });
/** Runs a statement past every trigger, as a restore of one table does. */
async function past(statement: string): Promise<void> {
  const sql = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await sql.unsafe(`set session_replication_role = replica; ${statement}`).finally(() => sql.end());
}

it('firms whose search row is missing, gone, old or wrongly listed are named, and written anew by the statement that it shows', async () => {
  const firmOf = async (name: string, status: 'ACTIVE' | 'LAPSED' = 'ACTIVE') => {
    const userId = await addMember(portal.db);
    const companyId = await addSampleCompany(portal.db, userId, name);
    await portal.owner`update users set status = ${status} where id = ${userId}`;
    return companyId;
  };
  const missing = await firmOf('Missing Builders');
  const old = await firmOf('Old Builders');
  const hidden = await firmOf('Hidden Builders');
  const lapsed = await firmOf('Lapsed Builders', 'LAPSED');
  const gone = await firmOf('Gone Builders');
  await firmOf('Right Builders');
  expect(await found()).toMatchObject({ state: 'ok', value: 0 });

  await past(`
    delete from directory_firms where company_id = '${missing}';
    update companies set name = 'Renamed Builders' where id = '${old}';
    update directory_firms set is_listed = not is_listed where company_id in ('${hidden}', '${lapsed}');
    delete from company_people where company_id = '${gone}'; delete from companies where id = '${gone}'`);
  const wrong = await found();
  expect(wrong).toMatchObject({
    state: 'warn',
    value: 5,
    says: 'The directory is wrong about 5 firms.',
    evidence: expect.arrayContaining([
      { firm: missing, difference: 'has no row' },
      { firm: old, difference: 'is older than its company or license' },
      { firm: hidden, difference: 'is not listed' },
      { firm: lapsed, difference: 'is listed without a member' },
      { firm: gone, difference: 'is gone' },
    ]),
  });
  await portal.owner.unsafe(directory.fix?.sql ?? '');
  expect(await found()).toMatchObject({ state: 'ok', value: 0 });
});
