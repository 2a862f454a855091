import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addSampleCompany } from '../companies/factory.ts';
import { type Actor, systemActor } from '../engine/actors.ts';
import { type Client, connect } from '../engine/connection.ts';
import { addMember } from '../members/factory.ts';
import { addProject } from '../projects/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { testKeys } from '../tools/testing/test-keys.ts';
import { withdrawBid } from './commands/decide.ts';
import { addBid, bidByHand, draftOf, openBids } from './factory.ts';
import { listBids } from './queries/list.ts';
import { getOwnBid } from './queries/own.ts';

const portal = testDatabase();
const system = systemActor('test');
const member = (userId: string): Actor => ({ kind: 'member', userId });
const planted = { amountCents: 918_273_645, message: 'Plantedwords for the owner alone.' };
const sub = { name: 'Plantedsub', place: 'Oakland', licenseNumber: '123456', work: 'Piles', percent: '10' };
const plantedFile = 'plantedfile.pdf';
/** In parts, so that the search does not find itself among the running statements. */
const telling = ['9182736[4]5', 'Planted[w]ords', 'planted[f]ile'];
const [reporter, suffix] = ['sealed_reporter', randomUUID().slice(0, 8)];
let superuser: Client;
let report: Client;
/** Each staff role with a person who holds it. */
let staff: { role: string; actor: Actor }[] = [];

beforeAll(async () => {
  superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await superuser.unsafe(`create role ${reporter}_${suffix} login in role report_role`);
  report = connect(portal.urls.url.replace('portal_public', `${reporter}_${suffix}`), {
    max: 1,
    applicationName: 'test',
  });
  const roles = await superuser<{ code: string }[]>`select code from roles`;
  staff = await Promise.all(
    roles.map(async ({ code }) => ({
      role: code,
      actor: { kind: 'staff', userId: await addMember(portal.db, { roles: [code] }) } as Actor,
    })),
  );
});

afterAll(async () => {
  await report.end();
  await superuser.unsafe(`drop role ${reporter}_${suffix}`);
  await superuser.end();
});

type Cells = Record<string, unknown>;
const run = (actor: Actor, statement: string) =>
  portal.db.write(actor, async ({ sql }): Promise<Cells[]> => [...(await sql.unsafe(statement))]);

/** A project with a bid of the planted offer, with a file. The deadline may pass right after it. */
async function plant({ isOver = false } = {}) {
  const ownerId = await addMember(portal.db);
  const bidderId = await addMember(portal.db);
  const projectId = await addProject(portal.db, ownerId);
  const companyId = await addSampleCompany(portal.db, bidderId, 'Planting Builders');
  const draft = await draftOf(portal.db, bidderId, { projectId, companyId });
  await draft.save({ amount: '9182736.45', message: planted.message, subcontractors: [sub] });
  const answer = await draft.submit();
  const bidId = 'bidId' in answer ? answer.bidId : '';
  await superuser.unsafe(`
    alter table bid_files disable trigger check_bid_content;
    insert into bid_files (bid_id, uploaded_by, file_name, content_type, bytes, sha256)
    values ('${bidId}', '${bidderId}', '${plantedFile}', 'application/pdf', 1, '${'0'.repeat(64)}');
    alter table bid_files enable trigger check_bid_content`);
  if (isOver) await passDeadline(projectId);
  return { ownerId, bidderId, projectId, bidId, draft };
}
const passDeadline = (projectId: string) =>
  superuser.unsafe(`
    alter table projects disable trigger user;
    update projects set deadline_at = clock_timestamp() where id = '${projectId}';
    alter table projects enable trigger user`);

/**
 * The relations in which the asker finds the planted words, of all that the asker may read in whole or in part, and of
 * what the functions answer about the bid.
 */
async function findPlanted(ask: (statement: string) => Promise<Cells[]>, bidId: string): Promise<string[]> {
  const relations = await ask(`
    select format('%I.%I', nspname, relname) as relation, string_agg(format('t.%I::text', attname), ', ') as columns
    from pg_class c join pg_namespace n on n.oid = relnamespace
    join pg_attribute a on attrelid = c.oid and attnum > 0 and not attisdropped
    where relkind in ('r', 'p', 'v', 'm') and has_schema_privilege(n.oid, 'usage')
      and (nspname not in ('pg_catalog', 'information_schema', 'pg_toast') or relname like 'pg_stat%')
      and has_column_privilege(c.oid, attnum, 'select')
      and relname <> 'zip_codes' -- a large public register
    group by 1
    union all
    select called, 't::text' from unnest(array['offers_of', 'files_of_bids', 'opened_offers']) name
    join pg_proc p on proname = name and has_function_privilege(p.oid, 'execute'),
    format('%I(%s)', name, case when pronargs = 1 then $$array['${bidId}'::uuid]$$ end) called`);
  const found = await ask(
    relations
      .map(
        ({ relation, columns }) =>
          `select $relation$${relation}$relation$ as relation where exists (
             select from ${relation} t where concat_ws('|', ${columns}) ~ '${telling.join('|')}')`,
      )
      .join(' union all '),
  );
  return found.map(({ relation }) => String(relation).replace(/\(.*/, '')).sort();
}

describe('a sealed offer', () => {
  it('is in nothing that anybody but the bidder can read before the deadline: every table and catalog, as every identity', async () => {
    const { ownerId, bidderId, projectId, bidId } = await plant();
    await addBid(portal.db, projectId, await addMember(portal.db));
    await superuser.unsafe('analyze');
    const someone = await addMember(portal.db);
    const askers: [string, (statement: string) => Promise<Cells[]>][] = [
      ['the owner', (statement) => run(member(ownerId), statement)],
      ['another member', (statement) => run(member(someone), statement)],
      ['a visitor', (statement) => run({ kind: 'visitor' }, statement)],
      ['the system', (statement) => run(system, statement)],
      ['the reports', (statement) => report.unsafe(statement)],
      ...staff.map(({ role, actor }): [string, (statement: string) => Promise<Cells[]>] => [
        role,
        (statement) => run(actor, statement),
      ]),
    ];
    const found: Record<string, string[]> = {};
    for (const [name, ask] of askers) found[name] = await findPlanted(ask, bidId);
    expect(found).toEqual(Object.fromEntries(askers.map(([name]) => [name, []])));
    // The search itself finds what there is to find.
    const bidder = await findPlanted((statement) => run(member(bidderId), statement), bidId);
    expect(bidder).toEqual(['files_of_bids']);
    expect(await portal.db.read(member(bidderId), (tx) => getOwnBid(tx, testKeys, { bidId }))).toMatchObject(
      planted,
    );
  });

  it('is ciphertext to the superuser, in every column of every table, until the opening act, also past the deadline', async () => {
    const { projectId, bidId } = await plant({ isOver: true });
    // As text, and as bytes that say the words or the sum in digits.
    const tells = ['9182736[4]5', '9182736[.]45', 'Planted[w]ords', 'Planted[s]ub'];
    const pattern = [
      ...tells,
      Buffer.from('Plantedw').toString('hex'),
      Buffer.from('91827364').toString('hex'),
    ].join('|');
    const find = async () => {
      const tables = await superuser<{ name: string }[]>`
        select format('%I.%I', nspname, relname) as name from pg_class c join pg_namespace n on n.oid = relnamespace
        where relkind in ('r', 'm') and nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and relname <> 'zip_codes'`;
      const found = await superuser.unsafe<{ name: string }[]>(
        tables
          .map(
            ({ name }) =>
              `select '${name}' as name where exists (select from ${name} t where t::text ~ '${pattern}')`,
          )
          .join(' union all '),
      );
      return found.map(({ name }) => name);
    };
    expect(await find()).toEqual([]);
    await openBids(portal.db);
    expect(await find()).toEqual(['public.bid_contents']);
    const [row] = await superuser`
      select opened_at >= deadline_at as late, opened_by from projects where id = ${projectId}`;
    expect(row).toEqual({ late: true, opened_by: null });
    const [trail] = await superuser`
      select changes -> 'opened_at' ->> 1 is not null as opened from audit_log
      where table_name = 'bid_contents' and row_id = ${bidId} and operation = 'UPDATE'`;
    expect(trail).toEqual({ opened: true });
  });

  it('leaves no statistics, so that no estimate tells how many offers are below an amount', async () => {
    await plant();
    await superuser.unsafe('analyze bid_contents; analyze bid_files');
    const measured = await superuser<{ name: string }[]>`
      select tablename || '.' || attname as name from pg_stats where tablename in ('bid_contents', 'bid_files')
        and attname not in ('bid_id', 'id', 'uploaded_by', 'created_at', 'updated_at')`;
    expect(measured).toEqual([]);
  });

  it('cannot be reached by an error: a second offer for the bid is refused before anything is compared', async () => {
    const { ownerId, bidId } = await plant();
    const actors = [member(ownerId), ...staff.map(({ actor }) => actor)];
    for (const actor of actors) {
      for (const statement of [
        `insert into bid_contents (bid_id, amount_cents, message) values ('${bidId}', 1, 'x')`,
        `insert into bid_contents (bid_id, message) values ('${bidId}', 'x') on conflict (bid_id) do update set message = 'y'`,
        `insert into bid_files (bid_id, uploaded_by, file_name, content_type, bytes, sha256)
         values ('${bidId}', current_user_id(), 'x', 'x', 1, repeat('0', 64))`,
      ]) {
        const refusal = await run(actor, statement).catch((error) => error);
        expect(refusal).toHaveProperty('cause.code', '42501');
        expect(JSON.stringify(refusal.cause)).not.toMatch(new RegExp(telling.join('|')));
      }
      expect(await run(actor, `update bid_contents set message = 'y' returning 1`).catch(() => [])).toEqual(
        [],
      );
    }
  });

  it('stands in the trail as a fingerprint, which its salt opens after the deadline', async () => {
    const { ownerId, bidId } = await plant({ isOver: true });
    await openBids(portal.db);
    const [trail] = await run(
      system,
      `select changes from audit_log where table_name = 'bid_contents' and row_id = '${bidId}' and operation = 'INSERT'`,
    );
    const hash = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(trail).toEqual({
      changes: {
        commitment: [null, hash],
        list_commitment: [null, hash],
        opened_at: [null, null],
        problem: [null, null],
      },
    });
    const [opened] = await run(
      member(ownerId),
      `select sealed_fingerprint(salt, amount_cents::text, currency, message) as fingerprint
       from offers_of(array['${bidId}'::uuid])`,
    );
    expect(trail).toHaveProperty('changes.commitment.1', opened?.fingerprint);
  });

  it('stays as it was submitted, for its bidder too', async () => {
    const { bidderId, bidId } = await plant();
    for (const actor of [member(bidderId), system])
      await expect(
        run(actor, `update bid_contents set amount_cents = 2 where bid_id = '${bidId}'`),
      ).rejects.toThrow('You may not do this.');
    await expect(
      superuser`update bid_contents set opened_at = now() where bid_id = ${bidId}`,
    ).rejects.toThrow('stays as it was submitted');
  });

  it('stays hidden in trail rows of the time before offers were sealed, until the deadline', async () => {
    const before = await plant();
    const after = await plant({ isOver: true });
    await openBids(portal.db);
    for (const { bidId } of [before, after]) {
      await superuser`
        insert into audit_log (table_name, operation, row_id, actor, changes)
        values ('project_applications', 'INSERT', ${bidId}, 'member', '{"amount_cents": [null, 918273645]}')`;
    }
    const reader = staff.find(({ role }) => role === 'auditor')?.actor ?? system;
    const found = await run(reader, `select row_id from audit_log where changes ? 'amount_cents'`);
    expect(found).toEqual([{ row_id: after.bidId }]);
  });
});

describe('the opening', () => {
  const offersSeenBy = async (actor: Actor, projectId: string) =>
    (await portal.db.read(actor, (tx) => listBids(tx, { projectId }))).map(({ amountCents }) => amountCents);

  it('shows the offers to those who see the bids, and the deadline alone does not', async () => {
    const sealed = await plant();
    const opened = await plant({ isOver: true });
    for (const actor of [member(opened.ownerId), system])
      expect(await offersSeenBy(actor, opened.projectId)).toEqual([null]);
    await openBids(portal.db);
    for (const actor of [member(opened.ownerId), system]) {
      expect(await offersSeenBy(actor, opened.projectId)).toEqual([planted.amountCents]);
    }
    expect(await offersSeenBy(member(sealed.ownerId), sealed.projectId)).toEqual([null]);
    expect(await offersSeenBy(member(await addMember(portal.db)), opened.projectId)).toEqual([]);
    const reported = await report<{ bid: string }[]>`select bid_id as bid from opened_offers()`;
    expect(reported.map(({ bid }) => bid)).toContain(opened.bidId);
    expect(reported.map(({ bid }) => bid)).not.toContain(sealed.bidId);
  });

  it('leaves a withdrawn bid, and the bids of a canceled project, sealed', async () => {
    const withdrawn = await plant({ isOver: true });
    await portal.db.write(member(withdrawn.bidderId), (tx) =>
      withdrawBid(tx, { bidId: withdrawn.bidId, reason: 'A mistake', portal: 'https://portal.example.org' }),
    );
    const canceled = await plant({ isOver: true });
    await run(
      member(canceled.ownerId),
      `update projects set status = 'CANCELLED', cancel_reason = 'No money' where id = '${canceled.projectId}'`,
    );
    await openBids(portal.db);
    for (const { ownerId, projectId, bidId } of [withdrawn, canceled]) {
      expect(await offersSeenBy(member(ownerId), projectId)).toEqual([null]);
      expect(
        await superuser`select amount_cents, message, opened_at from bid_contents where bid_id = ${bidId}`,
      ).toEqual([{ amount_cents: null, message: null, opened_at: null }]);
    }
  });

  it('comes for everybody at the same instant: no offer is read before it, and of two readers none sees it alone', async () => {
    const { ownerId, bidId, projectId } = await plant({ isOver: true });
    const seen = { early: 0, sealed: 0, open: 0 };
    let isOver = false;
    const watch = async () => {
      while (!isOver) {
        const [row] = await run(
          member(ownerId),
          `select opened_at is null as sealed, exists (
             select from offers_of(array['${bidId}'::uuid]) where amount_cents is not null) as read
           from projects where id = '${projectId}'`,
        );
        if (row?.read) seen.open += 1;
        else seen.sealed += 1;
        if (row?.read && row.sealed) seen.early += 1;
        isOver = row?.read === true;
      }
    };
    await Promise.all([watch(), openBids(portal.db)]);
    expect(seen).toMatchObject({ early: 0, open: 1 });
  });

  it('ends the bidding for a transaction that began before the deadline as well', async () => {
    const ownerId = await addMember(portal.db);
    const bidderId = await addMember(portal.db);
    const projectId = await addProject(portal.db, ownerId, { deadlineAt: new Date(Date.now() + 400) });
    await expect(
      portal.db.write(member(bidderId), async (tx) => {
        await tx.sql`select pg_sleep(0.6)`;
        await bidByHand(tx, { projectId });
      }),
    ).rejects.toThrow('The bidding deadline has passed.');
  });
});
