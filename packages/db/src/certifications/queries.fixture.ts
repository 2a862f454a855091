import { addSampleCompany } from '../companies/factory.ts';
import { addMember } from '../members/factory.ts';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { addSampleCertification } from './factory.ts';
import {
  listCertificationKinds,
  listCertifications,
  listEndings,
  listMemberCertifications,
  listOwnEndingCertifications,
  listOwnersToRemind,
  listWantedCertifications,
} from './queries.ts';

export async function queryRuns({
  db,
  system,
  administrator,
  find,
}: Association): Promise<Record<string, QueryRun[]>> {
  const userId = await addMember(db);
  const member = { kind: 'member', userId } as const;
  const companyId = await addSampleCompany(db, userId);
  const by = { companyId, ownerId: userId };
  // One without an end and a scan, and one with both.
  await addSampleCertification(db, by);
  const certificationId = await addSampleCertification(db, by, {
    kind: 'SB',
    issuedOn: '2020-01-01',
    expiresOn: '2099-12-31',
  });
  const contentId = await find(
    `insert into file_contents (sha256, bytes, content_type, stored_at) values (repeat('c', 64), 9, 'application/pdf', now()) returning id`,
  );
  await find(`
    insert into files (kind, name, bytes, uploaded_by, content_id, owner_id)
    values ('CERTIFICATE', 'sb.pdf', 9, '${userId}', '${contentId}', '${certificationId}') returning id`);
  await find(`
    insert into certifications (company_id, kind, number, expires_on)
    values ('${companyId}', 'MBE', '7', (now() at time zone 'America/Los_Angeles')::date + 20) returning id`);
  await find(`
    insert into wanted_certifications (company_id, kind) values ('${companyId}', 'SB') returning id`);
  return {
    listCertificationKinds: [[member, listCertificationKinds]],
    listCertifications: [[member, (tx) => listCertifications(tx, { companyId })]],
    listWantedCertifications: [[member, (tx) => listWantedCertifications(tx, { companyId })]],
    listMemberCertifications: [[administrator, (tx) => listMemberCertifications(tx, { userId })]],
    listOwnEndingCertifications: [[member, listOwnEndingCertifications]],
    listOwnersToRemind: [[system, listOwnersToRemind]],
    listEndings: [[system, (tx) => listEndings(tx, { userId })]],
  };
}
