import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import {
  getOutreach,
  listOutreach,
  listOutreachAddresses,
  listOutreachLicenses,
  previewInvitation,
} from './queries/list.ts';
import {
  getOutreachRecord,
  listOutreachCertifications,
  listOutreachRecords,
  listOutreachSearches,
} from './queries/records.ts';

export async function queryRuns({ member, find }: Association): Promise<Record<string, QueryRun[]>> {
  const { userId } = member;
  const make = (coordinates: string) =>
    find(`
      insert into projects (owner_id, title, description, category, status, deadline_at, coordinates)
      values ('${userId}', 'Reached out', '', 'COMMERCIAL', 'PUBLISHED', now() + interval '9 days', ${coordinates}) returning id`);
  const projectId = await make('ST_Point(-122.27, 37.8)::geography');
  const elsewhere = await make('null');
  for (const id of [projectId, elsewhere])
    await find(`
      insert into project_outreach (project_id, license_number, added_by)
      select '${id}', license_number, '${userId}' from california_contractors where location is not null
      order by license_number limit 2 returning id`);
  const log = (author: string, more: string, values: string) =>
    find(`
      with firm as (select id, project_id from project_outreach where project_id = '${projectId}' order by license_number limit 1)
      insert into outreach_contacts (outreach_id, project_id, channel, contacted_at, answer, author_id${more})
      select id, project_id, 'PHONE', now() - interval '3 days', 'QUOTED', ${author}${values} from firm returning id`);
  const first = await log('null', '', '');
  await log(
    `'${userId}'`,
    ', follow_up_on, rejection, corrects_id',
    `, current_date - 1, 'Over the budget.', '${first}'`,
  );
  const page = { limit: 25, part: 'all' } as const;
  const record = await find(`
    insert into outreach_records (project_id, snapshot, made_by) values ('${projectId}', '{"firms": []}', '${userId}') returning id`);
  const certified = await find(`
    select license_number from companies c where directory_audience <> 'STAFF' and license_number is not null
      and exists (select from california_contractors l where l.license_number = c.license_number) limit 1`);
  const company = await find(`select id from companies where license_number = '${certified}' limit 1`);
  await find(
    `insert into project_outreach (project_id, license_number, added_by) values ('${projectId}', '${certified}', '${userId}')
     on conflict (project_id, license_number) do update set added_by = excluded.added_by returning id`,
  );
  await find(`
    insert into certifications (company_id, kind, number, issuer, expires_on)
    select '${company}', k.code, 'OUT-1', 'An agency', '2099-12-31' from certification_kinds k where k.is_offered and k.issuer is null limit 1 returning id`);
  // A firm without an address.
  await find(`
    insert into california_contractors (license_number, business_name, primary_status, classifications, region)
    values ('99900009', 'EXAMPLE', 'CLEAR', '{B}', 'NORTH') returning license_number`);
  await find(
    `insert into project_outreach (project_id, license_number, added_by) values ('${projectId}', '99900009', '${userId}') returning id`,
  );
  // No trigger asks for the facts of its kind.
  await find(`
    with quiet as (select set_config('session_replication_role', 'replica', true))
    insert into certifications (company_id, kind)
    select '${company}', k.code from quiet, certification_kinds k where k.issuer is null limit 1 returning id`);
  // Firms with an address: one that was invited, and one whose address gets no invitations.
  await find(`
    with firm as (
      update project_outreach set email = 'firm@example.org' where project_id = '${projectId}' and license_number <> '99900009'
      returning id, project_id
    ), logged as (
      insert into outreach_contacts (outreach_id, project_id, channel, contacted_at, answer, author_id)
      select id, project_id, 'EMAIL', now(), 'NO_ANSWER', '${userId}' from firm limit 1 returning id, outreach_id, project_id
    ), sent as (
      insert into mails (recipient, template, subject, message_id, status)
      values ('firm@example.org', 'outreach-invitation', 'An invitation', 'outreach@example.org', 'SENT') returning id
    )
    insert into outreach_invitations (project_id, outreach_id, contact_id, email, mail_id, expires_at, opened_at, applied_at, returned_at, returned_why)
    select l.project_id, l.outreach_id, l.id, 'firm@example.org', s.id, now() + interval '1 day', now(), now(), now(), '550 No such user' from logged l, sent s
    returning id`);
  await find(`
    insert into outreach_stops (address_hash) values (encode(sha256('firm@example.org'), 'hex')) returning address_hash`);
  // As many as a day allows.
  await find(`
    with logged as (
      insert into outreach_contacts (outreach_id, project_id, channel, contacted_at, answer, author_id)
      select o.id, o.project_id, 'EMAIL', now(), 'NO_ANSWER', '${userId}' from project_outreach o, generate_series(1, 50)
      where o.project_id = '${elsewhere}' and o.id = (select min(id::text)::uuid from project_outreach where project_id = '${elsewhere}')
      returning id, outreach_id, project_id
    )
    insert into outreach_invitations (project_id, outreach_id, contact_id, email, expires_at)
    select project_id, outreach_id, id, id || '@example.org', now() + interval '1 day' from logged returning id`);
  const closed = await make('null');
  await find(
    `update projects set deadline_at = now() - interval '1 day' where id = '${closed}' returning id`,
  );
  return {
    previewInvitation: [
      [member, (tx) => previewInvitation(tx, { projectId })],
      [member, (tx) => previewInvitation(tx, { projectId: closed })],
    ],
    getOutreach: [
      [member, (tx) => getOutreach(tx, { projectId })],
      [member, (tx) => getOutreach(tx, { projectId: elsewhere })],
    ],
    listOutreach: [
      [member, (tx) => listOutreach(tx, { ...page, projectId })],
      [member, (tx) => listOutreach(tx, { ...page, projectId: elsewhere })],
    ],
    listOutreachAddresses: [[member, (tx) => listOutreachAddresses(tx, { projectId, part: 'all' })]],
    getOutreachRecord: [[member, (tx) => getOutreachRecord(tx, { recordId: record })]],
    listOutreachRecords: [[member, (tx) => listOutreachRecords(tx, { projectId })]],
    listOutreachSearches: [[member, (tx) => listOutreachSearches(tx, { projectId })]],
    listOutreachCertifications: [
      [member, (tx) => listOutreachCertifications(tx, { projectId, on: '2026-06-01' })],
    ],
    listOutreachLicenses: [[member, (tx) => listOutreachLicenses(tx, { projectId })]],
  };
}
