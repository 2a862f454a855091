import { addMember } from '../members/factory.ts';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { addSampleCompany } from './factory.ts';
import {
  findCompanyInvitation,
  isOwnerToAsk,
  listCompaniesToAsk,
  listCompanyInvitations,
  listCompanyPeople,
  listCompanyPictures,
  listOwnCompanies,
  listOwnCompanyInvitations,
  listOwnLicenses,
} from './queries.ts';

export async function queryRuns({ db, system, find }: Association): Promise<Record<string, QueryRun[]>> {
  // The association's own member stays without a company: other runs give that account a license.
  const userId = await addMember(db);
  const member = { kind: 'member', userId } as const;
  const companyId = await addSampleCompany(db, userId);
  const address = await find(`select email_key from users where id = '${userId}'`);
  // One from an owner, and one from an account that is gone.
  const invitationId = await find(`
    with other as (insert into companies (name) values ('Other Builders') returning id)
    insert into company_invitations (company_id, email, role, invited_by)
    select id, '${address}', 'BILLING', '${userId}'::uuid from other returning id`);
  await find(`
    with other as (insert into companies (name) values ('Third Builders') returning id)
    insert into company_invitations (company_id, email, role) select id, '${address}', 'MEMBER' from other returning id`);
  await find(`
    insert into company_invitations (company_id, email, role) values ('${companyId}', 'new@example.org', 'MEMBER') returning id`);
  // A licensed company that nobody has looked at for a year.
  await find(`
    with license as (
      insert into california_contractors (license_number, business_name, primary_status, classifications, region)
      values ('92000001', 'EXAMPLE OWNED INC', 'CLEAR', '{B}', 'NORTH') returning license_number)
    update companies set license_number = license.license_number, created_at = now() - interval '2 years'
    from license where id = '${companyId}' returning id`);
  const contentId = await find(
    `insert into file_contents (sha256, bytes, content_type, stored_at) values (repeat('d', 64), 9, 'image/png', now()) returning id`,
  );
  await find(`
    insert into files (kind, name, bytes, uploaded_by, content_id, owner_id)
    values ('COMPANY_LOGO', 'logo.png', 9, '${userId}', '${contentId}', '${companyId}') returning id`);
  return {
    listCompanyPictures: [[member, (tx) => listCompanyPictures(tx, { companyId })]],
    isOwnerToAsk: [[system, (tx) => isOwnerToAsk(tx, { userId, companyId })]],
    listCompaniesToAsk: [[system, listCompaniesToAsk]],
    listOwnLicenses: [[member, listOwnLicenses]],
    listOwnCompanies: [[member, listOwnCompanies]],
    listCompanyPeople: [[member, (tx) => listCompanyPeople(tx, { companyId })]],
    listCompanyInvitations: [[member, (tx) => listCompanyInvitations(tx, { companyId })]],
    listOwnCompanyInvitations: [[member, listOwnCompanyInvitations]],
    findCompanyInvitation: [[member, (tx) => findCompanyInvitation(tx, { invitationId })]],
  };
}
