import { randomBytes } from 'node:crypto';
import { closeName, closeSecret } from '../files/queries.ts';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { testKeys } from '../tools/testing/test-keys.ts';
import { listClarifications } from './queries/clarifications.ts';
import { compareBids } from './queries/compare.ts';
import { closeCopy } from './queries/copies.ts';
import { getBidDraft, getScanForDraft, listFilesToSeal } from './queries/drafts.ts';
import { listBidExceptions, listFirmsToExcept } from './queries/exceptions.ts';
import { listOwnInterests, listPlanHolders } from './queries/interest.ts';
import { listBids, listBidsOf } from './queries/list.ts';
import { listBiddingActs } from './queries/log.ts';
import { getOwnBid, listOwnBids } from './queries/own.ts';

export async function queryRuns({ member, system, find }: Association): Promise<Record<string, QueryRun[]>> {
  const awarded = await find(`select project_id from project_applications where status = 'AWARDED'`);
  const sealed = await find(`
    select project_id from project_applications a join projects p on p.id = project_id
    where p.status = 'BIDDING_OPEN'`);
  const userId = await find(`
    select applicant_id from project_applications a join projects p on p.id = project_id
    where p.status = 'AWARDED'`);
  // Of the member’s two firms one stands in the directory and on the list of plan holders, and the other said nothing.
  await find(`
    with firms as (
      insert into companies (name) values ('Interested Builders'), ('Silent Builders') returning id, name
    ), people as (
      insert into company_people (company_id, user_id, role) select id, '${member.userId}', 'OWNER' from firms
    )
    insert into project_interests (project_id, company_id, stance, is_shown)
    select '${sealed}', id, 'INTERESTED', true from firms where name = 'Interested Builders' returning id`);
  await find(`
    with firm as (insert into companies (name, directory_audience) values ('Hidden Builders', 'NOBODY') returning id)
    insert into project_interests (project_id, company_id, stance, is_shown)
    select '${sealed}', id, 'INTERESTED', true from firm returning id`);
  // A draft of the member’s, a bid of one who left the firm, which was revised, and a bid that began elsewhere.
  const [draftId, fresh, revised, older] = await Promise.all(
    [
      `with firm as (select id from companies where name = 'Silent Builders')
       insert into bid_drafts (project_id, company_id, edited_by) select '${sealed}', id, '${member.userId}' from firm returning id`,
      `with firm as (select id from companies where name = 'Interested Builders')
       insert into bid_drafts (project_id, company_id) select '${sealed}', id from firm returning id`,
      `select gen_random_uuid()`,
      `select gen_random_uuid()`,
    ].map(find),
  );
  const own = await find(
    `select id from project_applications where applicant_id = '${member.userId}' limit 1`,
  );
  await find(`
    with firm as (select id from companies where name = 'Interested Builders'), other as (
      select id from users u where status = 'ACTIVE' and id <> '${member.userId}'
        and not exists (select from project_applications where project_id = '${sealed}' and applicant_id = u.id)
      order by id limit 1
    ), bids as (
      insert into project_applications (id, project_id, applicant_id, company_id, status, replaces_id)
      select v.id, '${sealed}', other.id, firm.id, v.status, v.replaces_id from firm, other, (values
        ('${older}'::uuid, 'WITHDRAWN', null::uuid), ('${revised}', 'SUBMITTED', '${older}')) v (id, status, replaces_id)
    )
    select 1`);
  await find(`
    with contents as (insert into bid_contents (bid_id, message, amount_cents) values ('${older}', 'First', 9), ('${revised}', 'Second', null))
    update bid_drafts set bid_id = '${revised}' where id = '${fresh}' returning id`);
  await find(`
    insert into bid_files (bid_id, file_name, bytes, sha256) values ('${revised}', 'offer.pdf', 9, repeat('9', 64)) returning id`);
  // A file that stays hidden until the opening.
  await find(`
    with quiet as (select set_config('session_replication_role', 'replica', true))
    insert into bid_files (bid_id, bytes, file_name, sha256, salt, commitment)
    select '${revised}', 9, null, null, null, repeat('9', 64) from quiet returning id`);
  // The bidder is of the firm that the member is of, too.
  await find(`
    insert into company_people (company_id, user_id, role)
    select company_id, applicant_id, 'MEMBER' from project_applications where id = '${revised}' returning id`);
  // A bid that names no firm.
  await find(`update project_applications set company_id = null where id = '${own}' returning id`);
  // Files of the draft: one is encrypted, and one is older than the encryption.
  const held = '00000000-0000-4000-8000-0000000000b1';
  const hex = (bytes: Buffer) => `'\\x${bytes.toString('hex')}'`;
  const hidden = hex(closeName(testKeys, held, 'offer.pdf'));
  const secret = hex(closeSecret(testKeys, held, { key: randomBytes(32), sha256: '5'.repeat(64) }));
  await find(`
    insert into file_contents (id, sha256, bytes, content_type, is_encrypted, stored_at)
    values ('${held}', repeat('b7', 32), 9, 'application/pdf', true, now()) returning id`);
  await find(`
    with secret as (insert into file_secrets (content_id, encrypted_secret) values ('${held}', ${secret}))
    insert into files (id, kind, name, encrypted_name, bytes, uploaded_by, content_id, owner_id)
    values ('${held}', 'BID_FILE', 'File of a bid', ${hidden}, 9, '${member.userId}', '${held}', '${draftId}') returning id`);
  await find(`
    with quiet as (select set_config('session_replication_role', 'replica', true)), content as (
      insert into file_contents (sha256, bytes, content_type, stored_at)
      select repeat('b6', 32), 9, 'application/pdf', now() from quiet returning id)
    insert into files (kind, name, bytes, uploaded_by, content_id, owner_id)
    select 'BID_FILE', 'older.pdf', 9, '${member.userId}', id, '${draftId}' from content returning id`);
  // A certificate of the firm, with a scan.
  const certificationId = await find(`
    insert into certifications (company_id, kind, number, expires_on)
    select company_id, 'MBE', '9', (now() at time zone 'America/Los_Angeles')::date + 20 from bid_drafts where id = '${draftId}' returning id`);
  await find(`
    with content as (
      insert into file_contents (sha256, bytes, content_type, stored_at) values (repeat('b4', 32), 9, 'application/pdf', now()) returning id)
    insert into files (kind, name, bytes, uploaded_by, content_id, owner_id)
    select 'CERTIFICATE', 'scan.pdf', 9, '${member.userId}', id, '${certificationId}' from content returning id`);
  const copy = closeCopy(testKeys, revised!, { amountCents: null, message: 'Second', subcontractors: [] });
  await find(`
    insert into bid_copies (bid_id, encrypted_content) values ('${revised}', '\\x${copy.toString('hex')}') returning bid_id`);
  // Two addenda, of which the member acknowledged one.
  await find(`
    with sent as (
      insert into project_addenda (project_id, title, content) values ('${sealed}', 'Paint', 'Red.'), ('${sealed}', 'Glass', 'Clear.') returning id, title)
    insert into addendum_acknowledgements (addendum_id, user_id) select id, '${member.userId}' from sent where title = 'Paint' returning addendum_id`);
  // Opened bids of which two are tied, one names neither a price nor a license, and one was withdrawn for a reason.
  const undated = await find(`
    insert into projects (owner_id, title, description, category, status)
    values ('${member.userId}', 'No deadline yet', '', 'COMMERCIAL', 'DRAFT') returning id`);
  const closedId = await find(`
    insert into projects (owner_id, title, description, category, status, deadline_at)
    values ('${member.userId}', 'Compared', '', 'COMMERCIAL', 'BIDDING_OPEN', now() + interval '1 hour') returning id`);
  await find(`
    insert into project_addenda (project_id, title, content) values ('${closedId}', 'Doors', 'Blue.') returning id`);
  await find(`
    update companies set license_number = (
      select license_number from california_contractors c
      where not exists (select from companies o where o.license_number = c.license_number)
        and not exists (select from companies f where f.license_number = c.license_number)
      order by license_number desc limit 1)
    where name = 'Interested Builders' returning id`);
  const licensed = await find(`select id from companies where name = 'Interested Builders'`);
  const others = await Promise.all(
    [0, 1, 2, 3, 4].map((at) =>
      find(
        `select id from users where status = 'ACTIVE' and id <> '${member.userId}' order by id offset ${at} limit 1`,
      ),
    ),
  );
  for (const [at, price] of [9, 9, 20, null, 30].entries()) {
    const id = await find(`
      insert into project_applications (project_id, applicant_id, company_id)
      select '${closedId}', '${others[at]}', ${at === 0 ? `'${licensed}'` : 'null'} returning id`);
    await find(
      `insert into bid_contents (bid_id, amount_cents, message, subcontractors) values ('${id}', ${price}, 'x', '[{"name": "One"}]') returning bid_id`,
    );
    if (at === 0)
      await find(
        `insert into bid_files (bid_id, file_name, bytes, sha256) values ('${id}', 'price.pdf', 9, repeat('8', 64)) returning id`,
      );
    if (at === 4)
      await find(
        `update project_applications set status = 'WITHDRAWN', withdraw_reason = 'A mistake' where id = '${id}' returning id`,
      );
  }
  await find(`
    with quiet as (select set_config('session_replication_role', 'replica', true))
    update bid_contents set sealed = '\\x00', opened_at = now(), problem = 'DAMAGED', amount_cents = null, message = null, salt = null, subcontractors = null
    from quiet where bid_id = (select id from project_applications where project_id = '${closedId}' and applicant_id = '${others[3]}') returning bid_id`);
  const asked = await find(
    `select id from project_applications where project_id = '${closedId}' and applicant_id = '${others[0]}'`,
  );
  await find(`
    with question as (
      insert into bid_clarifications (bid_id, body, answer_until) values ('${asked}', 'How?', now() + interval '1 day') returning id, bid_id)
    insert into bid_clarifications (bid_id, question_id, body) select bid_id, id, 'So.' from question returning id`);
  // The member’s own firm has more time, as staff say, and another firm as nobody says anymore.
  const exceptedId = await find(`
    insert into projects (owner_id, title, description, category, status, deadline_at)
    select id, 'Excepted', '', 'COMMERCIAL', 'BIDDING_OPEN', now() + interval '1 hour' from users
    where id = '${others[1]}' returning id`);
  await find(`
    insert into bid_exceptions (project_id, company_id, until, reason, granted_by)
    select '${exceptedId}', m.company_id, now() + interval '2 hours', 'Fire', '${others[1]}'
    from company_people m where m.user_id = '${member.userId}' and m.role = 'OWNER' limit 1 returning id`);
  await find(`
    insert into bid_drafts (project_id, company_id)
    select project_id, company_id from bid_exceptions where project_id = '${exceptedId}' and company_id is not null returning id`);
  await find(`
    insert into bid_exceptions (project_id, until, reason) values ('${exceptedId}', now() + interval '2 hours', 'Flood') returning id`);
  await find(`
    insert into companies (name, city) values ('Example Excepted', 'Oakland'), ('Example Placeless', null) returning id`);
  // A withdrawal of the time before its instant was kept.
  await find(`
    with quiet as (select set_config('session_replication_role', 'replica', true))
    update project_applications set withdrawn_at = null from quiet where project_id = '${closedId}' and status = 'WITHDRAWN' returning id`);
  // No trigger lets a deadline pass earlier.
  await find(`
    with quiet as (select set_config('session_replication_role', 'replica', true))
    update projects set deadline_at = now() - interval '1 minute', opened_at = now(), opened_by = '${member.userId}', status = 'CLOSED' from quiet where id = '${closedId}' returning id`);
  return {
    getBidDraft: [
      [member, (tx) => getBidDraft(tx, testKeys, { draftId: draftId! })],
      [member, (tx) => getBidDraft(tx, testKeys, { draftId: fresh! })],
    ],
    listFilesToSeal: [[member, (tx) => listFilesToSeal(tx, { draftId: draftId! })]],
    getScanForDraft: [[member, (tx) => getScanForDraft(tx, { draftId: draftId!, certificationId })]],
    listOwnBids: [[member, listOwnBids]],
    getOwnBid: [
      [member, (tx) => getOwnBid(tx, testKeys, { bidId: revised! })],
      [member, (tx) => getOwnBid(tx, testKeys, { bidId: older! })],
      [member, (tx) => getOwnBid(tx, testKeys, { bidId: own })],
    ],
    compareBids: [
      [system, (tx) => compareBids(tx, { projectId: awarded })],
      [system, (tx) => compareBids(tx, { projectId: sealed })],
      [member, (tx) => compareBids(tx, { projectId: closedId })],
      [member, (tx) => compareBids(tx, { projectId: undated })],
    ],
    listOwnInterests: [
      [member, (tx) => listOwnInterests(tx, { projectId: sealed })],
      [member, (tx) => listOwnInterests(tx, { projectId: exceptedId })],
    ],
    listPlanHolders: [[member, (tx) => listPlanHolders(tx, { projectId: sealed })]],
    listBids: [
      [system, (tx) => listBids(tx, { projectId: awarded })],
      [system, (tx) => listBids(tx, { projectId: sealed })],
    ],
    listClarifications: [[member, (tx) => listClarifications(tx, { bidId: asked })]],
    listBiddingActs: [[member, (tx) => listBiddingActs(tx, { projectId: closedId })]],
    listBidExceptions: [
      [member, (tx) => listBidExceptions(tx, { projectId: exceptedId })],
      [system, (tx) => listBidExceptions(tx, { projectId: exceptedId })],
      [{ kind: 'member', userId: others[1]! }, (tx) => listBidExceptions(tx, { projectId: exceptedId })],
    ],
    listFirmsToExcept: [
      [system, (tx) => listFirmsToExcept(tx, { projectId: exceptedId, q: 'example excepted' })],
      [system, (tx) => listFirmsToExcept(tx, { projectId: exceptedId, q: 'example placeless' })],
    ],
    listBidsOf: [[system, (tx) => listBidsOf(tx, { userId, limit: 100 })]],
  };
}
