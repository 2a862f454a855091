import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Actor, systemActor } from '../engine/actors.ts';
import { type Client, connect } from '../engine/connection.ts';
import { addMember } from '../members/factory.ts';
import { addProject } from '../projects/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { submitBid, withdrawBid } from './commands.ts';
import { addBid } from './factory.ts';
import { listBids } from './queries.ts';

const portal = testDatabase();
const system = systemActor('test');
const member = (userId: string): Actor => ({ kind: 'member', userId });
const planted = { amountCents: 918_273_645, message: 'Plantedwords for the owner alone.' };
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

/** A project with a bid of the planted offer, with a file. */
async function plant(sample: Parameters<typeof addProject>[2] = {}) {
  const ownerId = await addMember(portal.db);
  const bidderId = await addMember(portal.db);
  const projectId = await addProject(portal.db, ownerId, sample);
  const bidId = await addBid(portal.db, projectId, bidderId, planted);
  await superuser.unsafe(`
    alter table bid_files disable trigger check_bid_content;
    insert into bid_files (bid_id, uploaded_by, file_name, content_type, bytes, sha256)
    values ('${bidId}', '${bidderId}', '${plantedFile}', 'application/pdf', 1, '${'0'.repeat(64)}');
    alter table bid_files enable trigger check_bid_content`);
  return { ownerId, bidderId, projectId, bidId };
}

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
    // A changed offer leaves traces as well.
    await run(
      member(bidderId),
      `update bid_contents set message = '${planted.message} Changed.' where bid_id = '${bidId}'`,
    );
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
    expect(bidder).toEqual(['files_of_bids', 'offers_of']);
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
    const { ownerId, bidId } = await plant({ deadlineAt: new Date(Date.now() - 60_000) });
    const [trail] = await run(
      system,
      `select changes from audit_log where table_name = 'bid_contents' and row_id = '${bidId}'`,
    );
    expect(trail).toEqual({ changes: { commitment: [null, expect.stringMatching(/^[0-9a-f]{64}$/)] } });
    const [opened] = await run(
      member(ownerId),
      `select sealed_fingerprint(salt, amount_cents::text, currency, message) as fingerprint
       from offers_of(array['${bidId}'::uuid])`,
    );
    expect(trail).toHaveProperty('changes.commitment.1', opened?.fingerprint);
  });

  it('gets another salt when it changes, so that the opened seal does not tell earlier offers', async () => {
    const { bidderId, bidId } = await plant();
    const salts = async () =>
      (
        await run(
          member(bidderId),
          `select encode(salt, 'hex') as salt from offers_of(array['${bidId}'::uuid])`,
        )
      )[0];
    const before = await salts();
    await run(member(bidderId), `update bid_contents set amount_cents = 2 where bid_id = '${bidId}'`);
    expect(await salts()).not.toEqual(before);
    await expect(
      run(member(bidderId), `update bid_contents set salt = '\\x00' where bid_id = '${bidId}'`),
    ).rejects.toThrow('You may not do this.');
  });

  it('stays hidden in trail rows of the time before offers were sealed, until the deadline', async () => {
    const before = await plant();
    const after = await plant({ deadlineAt: new Date(Date.now() - 60_000) });
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

  it('shows the offers to those who see the bids, from the deadline on', async () => {
    const sealed = await plant();
    const opened = await plant({ deadlineAt: new Date(Date.now() - 1_000) });
    for (const actor of [member(opened.ownerId), system]) {
      expect(await offersSeenBy(actor, opened.projectId)).toEqual([planted.amountCents]);
    }
    expect(await offersSeenBy(member(sealed.ownerId), sealed.projectId)).toEqual([null]);
    expect(await offersSeenBy(member(sealed.bidderId), sealed.projectId)).toEqual([planted.amountCents]);
    expect(await offersSeenBy(member(await addMember(portal.db)), opened.projectId)).toEqual([]);
    const reported = await report<{ bid: string }[]>`select bid_id as bid from opened_offers()`;
    expect(reported.map(({ bid }) => bid)).toContain(opened.bidId);
    expect(reported.map(({ bid }) => bid)).not.toContain(sealed.bidId);
  });

  it('leaves a withdrawn bid, and the bids of a canceled project, sealed', async () => {
    const withdrawn = await plant({ deadlineAt: new Date(Date.now() - 1_000) });
    await portal.db.write(member(withdrawn.bidderId), (tx) => withdrawBid(tx, { bidId: withdrawn.bidId }));
    expect(await offersSeenBy(member(withdrawn.ownerId), withdrawn.projectId)).toEqual([null]);
    const canceled = await plant({ deadlineAt: new Date(Date.now() - 1_000) });
    await run(
      member(canceled.ownerId),
      `update projects set status = 'CANCELLED', cancel_reason = 'No money' where id = '${canceled.projectId}'`,
    );
    expect(await offersSeenBy(member(canceled.ownerId), canceled.projectId)).toEqual([null]);
  });

  it('comes for everybody at the same instant: while the deadline passes, no offer is read before it and none is taken after it', async () => {
    const ownerId = await addMember(portal.db);
    const bidders = await Promise.all(Array.from({ length: 2 }, () => addMember(portal.db)));
    const projectId = await addProject(portal.db, ownerId, { deadlineAt: new Date(Date.now() + 1_500) });
    const bidId = await portal.db.write(member(bidders[0]!), (tx) =>
      submitBid(tx, { projectId, message: 'First', amountCents: 1 }),
    );
    const seen = { early: 0, sealed: 0, open: 0, taken: 0, refused: 0 };
    let isOver = false;
    const watch = async () => {
      while (!isOver) {
        const [row] = await run(
          member(ownerId),
          `select now() < deadline_at as early, exists (select from offers_of(array['${bidId}'::uuid])) as read,
             now() > deadline_at + interval '200 milliseconds' as over
           from projects where id = '${projectId}'`,
        );
        if (row?.read) seen.open += 1;
        else seen.sealed += 1;
        if (row?.read && row.early) seen.early += 1;
        isOver = row?.over !== false;
      }
    };
    const change = async () => {
      while (!isOver) {
        await run(
          member(bidders[0]!),
          `update bid_contents set amount_cents = ${seen.taken + 2} where bid_id = '${bidId}'`,
        ).then(
          () => {
            seen.taken += 1;
          },
          (error) => {
            expect(String(error)).toContain('The bidding deadline has passed.');
            seen.refused += 1;
          },
        );
      }
    };
    await Promise.all([watch(), change()]);
    expect(seen).toMatchObject({ early: 0 });
    expect(Object.values({ ...seen, early: 1 }).every((times) => times > 0)).toBe(true);
    const [late] = await superuser`
      select count(*)::int as n from audit_log a, projects p
      where a.table_name = 'bid_contents' and a.row_id = ${bidId} and p.id = ${projectId} and a.created_at >= p.deadline_at`;
    expect(late).toEqual({ n: 0 });
  });

  it('ends the bidding for a transaction that began before the deadline as well', async () => {
    const ownerId = await addMember(portal.db);
    const bidderId = await addMember(portal.db);
    const projectId = await addProject(portal.db, ownerId, { deadlineAt: new Date(Date.now() + 400) });
    await expect(
      portal.db.write(member(bidderId), async (tx) => {
        await tx.sql`select pg_sleep(0.6)`;
        await submitBid(tx, { projectId, message: 'Late', amountCents: 1 });
      }),
    ).rejects.toThrow('The bidding deadline has passed.');
  });
});
