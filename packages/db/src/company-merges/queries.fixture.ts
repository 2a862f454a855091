import { addSampleCompany } from '../companies/factory.ts';
import { addMember } from '../members/factory.ts';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import {
  findCompanyToday,
  getCompanyMerge,
  getMergeCompany,
  listCompaniesOfMember,
  searchDuplicates,
} from './queries.ts';

export async function queryRuns({
  db,
  administrator,
  find,
}: Association): Promise<Record<string, QueryRun[]>> {
  const [owner, colleague, other] = [await addMember(db), await addMember(db), await addMember(db)];
  const companyId = await addSampleCompany(db, owner, 'Twin Merging Builders');
  const duplicateId = await addSampleCompany(db, colleague, 'Twin Merging Builders Inc.');
  await find(`
    insert into company_people (company_id, user_id, role) values ('${companyId}', '${other}', 'MEMBER') returning id`);
  await find(`
    insert into certifications (company_id, kind, number) values ('${companyId}', 'DBE', '77') returning id`);
  await find(`
    insert into company_invitations (company_id, email, role) values ('${duplicateId}', 'twin@example.org', 'MEMBER') returning id`);
  const contentId = await find(
    `insert into file_contents (sha256, bytes, content_type, stored_at) values (repeat('e', 64), 9, 'image/png', now()) returning id`,
  );
  await find(`
    insert into files (kind, name, bytes, uploaded_by, content_id, owner_id)
    values ('COMPANY_LOGO', 'twin.png', 9, '${owner}', '${contentId}', '${companyId}') returning id`);
  const [ownLicense, twinLicense] = ['92000011', '92000012'];
  for (const license of [ownLicense, twinLicense]) {
    await find(`
      insert into california_contractors (license_number, business_name, primary_status, classifications, region)
      values ('${license}', 'EXAMPLE TWIN INC', 'CLEAR', '{B}', 'NORTH') returning license_number`);
  }
  const third = await addSampleCompany(db, other, 'Third Merging Builders');
  const fourth = await addSampleCompany(db, owner, 'Fourth Merging Builders');
  await find(`
    update companies set license_number = case when id = '${third}' then '${ownLicense}' else '${twinLicense}' end
    where id in ('${third}', '${fourth}') returning id`);
  return {
    getMergeCompany: [[administrator, (tx) => getMergeCompany(tx, { companyId })]],
    searchDuplicates: [[administrator, (tx) => searchDuplicates(tx, { companyId, q: 'merging' })]],
    listCompaniesOfMember: [[administrator, (tx) => listCompaniesOfMember(tx, { userId: owner })]],
    findCompanyToday: [[administrator, (tx) => findCompanyToday(tx, { companyId })]],
    getCompanyMerge: [
      [administrator, (tx) => getCompanyMerge(tx, { companyId, duplicateId })],
      [administrator, (tx) => getCompanyMerge(tx, { companyId: third, duplicateId: fourth })],
    ],
  };
}
