import { getTableColumns } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Actor, systemActor } from '../engine/actors.ts';
import { type Client, connect } from '../engine/connection.ts';
import { addMember } from '../members/factory.ts';
import { addProject } from '../projects/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { addBid } from './factory.ts';
import { bidContents, bidFiles } from './tables.ts';

/**
 * PostgreSQL evaluates a comparison before a policy's sub-select, so a plan or a clock tells what a condition on a hidden row
 * found. A sealed column is therefore no column that anybody reads.
 */

const portal = testDatabase();
/** Columns that say nothing of an offer, and are needed to find one's own. */
const keys = ['bid_id', 'id'];
const tables = { bid_contents: bidContents, bid_files: bidFiles };
const sealed = Object.entries(tables).flatMap(([table, declared]) =>
  Object.values(getTableColumns(declared)).flatMap(({ name }) =>
    keys.includes(name) ? [] : [{ table, name }],
  ),
);
const amountCents = 41_200_000;
let superuser: Client;
let bidId: string;
let bidderId: string;
let actors: [string, Actor][];

beforeAll(async () => {
  superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  const ownerId = await addMember(portal.db);
  bidderId = await addMember(portal.db);
  bidId = await addBid(portal.db, await addProject(portal.db, ownerId), bidderId, { amountCents });
  const roles = await superuser<{ code: string }[]>`select code from roles`;
  actors = [
    ['a visitor', { kind: 'visitor' }],
    ['the bidder', { kind: 'member', userId: bidderId }],
    ['the owner', { kind: 'member', userId: ownerId }],
    ['another member', { kind: 'member', userId: await addMember(portal.db) }],
    ['the system', systemActor('test')],
    ['the system for the bidder', systemActor('test', bidderId)],
  ];
  for (const { code } of roles) {
    actors.push([code, { kind: 'staff', userId: await addMember(portal.db, { roles: [code] }) }]);
  }
});
afterAll(() => superuser.end());

const run = (actor: Actor, statement: string) =>
  portal.db.write(actor, async ({ sql }) => [...(await sql.unsafe(statement))]);
const outcome = (actor: Actor, statement: string) =>
  run(actor, statement).then(JSON.stringify, (error) => String(error.cause?.message ?? error));

describe('a sealed column', () => {
  it('is read by the functions that decide first, by backups, and by no other role', async () => {
    const held = await superuser<{ name: string }[]>`
      select distinct coalesce(nullif(grantee, 0)::regrole::text, 'everyone') as name
      from pg_class c
      join pg_attribute a on attrelid = c.oid and attnum > 0 and not attisdropped,
      lateral (select * from aclexplode(relacl) union all select * from aclexplode(attacl)) given
      where c.relnamespace = 'public'::regnamespace and relname || '.' || attname = any (${sealed.map(({ table, name }) => `${table}.${name}`)})
        and privilege_type = 'SELECT' and grantee <> relowner order by 1`;
    expect(held.map(({ name }) => name)).toEqual(['backup_role', 'definer_role']);
  });

  it('is touched by no function past the policies but those, and by no view', async () => {
    const named = await superuser<{ name: string }[]>`
      select p.oid::regprocedure::text as name from pg_proc p
      where prosecdef and prosrc ~ 'bid_contents|bid_files' and proname not like 'record_change%' order by 1`;
    expect(named.map(({ name }) => name)).toEqual([
      'files_of_bids(uuid[])',
      // For the worker alone, as are those that open and seal.
      'hold_for_opening(uuid)',
      'offers_of(uuid[])',
      'offers_to_seal(integer)',
      'open_bids(uuid,jsonb)',
      'open_files(uuid,jsonb)',
      'opened_offers()',
      'seal_offer(uuid,bytea,bytea)',
      'stamp_opening(uuid[])',
      // It writes them, and tells nothing of them.
      'submit_bid(uuid,integer,bigint,text,jsonb,uuid,bytea,bytea,bytea,jsonb)',
    ]);
    expect(
      await superuser`
        select ev_class::regclass::text from pg_rewrite join pg_depend d on d.objid = pg_rewrite.oid
        where d.classid = 'pg_rewrite'::regclass and refobjid = any (array['bid_contents', 'bid_files']::regclass[])`,
    ).toEqual([]);
  });

  it('is no part of a policy, and its table is bound by them', async () => {
    const used = await superuser<{ name: string }[]>`
      select distinct polname || ': ' || attname as name
      from pg_policy join pg_depend d on d.classid = 'pg_policy'::regclass and d.objid = pg_policy.oid
      join pg_attribute on attrelid = refobjid and attnum = refobjsubid
      where d.refclassid = 'pg_class'::regclass and refobjid = any (array['bid_contents', 'bid_files']::regclass[])
      order by 1`;
    const allowed = [...keys, 'uploaded_by'];
    expect(used.filter(({ name }) => !allowed.includes(name.replace(/^.*: /, '')))).toEqual([]);
    expect(
      await superuser`
        select relname from pg_class where relname = any(${Object.keys(tables)}) and not (relrowsecurity and relforcerowsecurity)`,
    ).toEqual([]);
  });

  it('tells nobody by a plan, a condition or a value whether a guess is right', async () => {
    for (const [name, actor] of actors) {
      const learned: string[] = [];
      const has = `select 1 from bid_contents where bid_id = '${bidId}' and`;
      for (const statement of [
        `${has} amount_cents <= ${amountCents}`,
        `explain (analyze) ${has} amount_cents <= ${amountCents}`,
        `explain (analyze) ${has} message >= 'W'`,
        `explain (analyze) ${has} commitment is not null`,
        `explain (analyze) update bid_contents set message = 'X' where amount_cents <= ${amountCents}`,
        `explain (analyze) delete from bid_files where file_name >= 'a'`,
        `explain (analyze) select from bid_files where sha256 >= 'a'`,
      ]) {
        const answer = await outcome(actor, statement);
        if (!answer.startsWith('permission denied')) learned.push(`${statement}: ${answer}`);
      }
      expect(learned, name).toEqual([]);
    }
  });

  it('tells nothing through the functions either: the plan of a right guess is that of a wrong one', async () => {
    const plan = async (actor: Actor, source: string, condition: string) =>
      JSON.stringify(
        await run(
          actor,
          `explain (analyze, costs off, timing off, summary off)
          select 1 from ${source}(array['${bidId}'::uuid]) where ${condition}`,
        ),
      ).replaceAll(/\d+/g, (digits) => (Number(digits) >= amountCents - 1 ? 'guess' : digits));
    for (const [name, actor] of actors) {
      const right = await plan(actor, 'offers_of', `amount_cents <= ${amountCents}`);
      const wrong = await plan(actor, 'offers_of', `amount_cents <= ${amountCents - 1}`);
      if (name === 'the bidder') expect(right).not.toBe(wrong);
      else expect(right, name).toBe(wrong);
    }
  });
});

// `logins.test.ts` tries that no other login takes on the role of members.
describe('the bidder', () => {
  it('counts as one on a connection of members alone: staff and the portal’s own work can name anybody', async () => {
    const offers = `select amount_cents::int4 as cents from offers_of(array['${bidId}'::uuid])`;
    expect(await run({ kind: 'member', userId: bidderId }, offers)).toEqual([{ cents: amountCents }]);
    for (const actor of [
      systemActor('test', bidderId),
      { kind: 'staff', userId: bidderId } as const,
      systemActor('test'),
    ]) {
      expect(await run(actor, offers)).toEqual([]);
    }
  });
});

describe('the instant of the opening', () => {
  it('is given with a new project by nobody, and is never before the deadline', async () => {
    const ownerId = await addMember(portal.db);
    const insert = (openedAt: string) => `
      insert into projects (owner_id, title, description, category, status, deadline_at, opened_at)
      values ('${ownerId}', 'New pier', 'X', 'COMMERCIAL', 'BIDDING_OPEN', now() + interval '5 days', ${openedAt})`;
    for (const openedAt of [`now() - interval '1 day'`, 'now()', `now() + interval '6 days'`]) {
      expect(await outcome(systemActor('test'), insert(openedAt))).toContain(
        'Bids open when the deadline passes.',
      );
      await expect(superuser.unsafe(insert(openedAt))).rejects.toThrow('Bids open when the deadline passes.');
    }
    expect(await outcome(systemActor('test'), insert('null'))).toBe('[]');
    await expect(
      superuser.unsafe(`
        set session_replication_role = replica; update projects set opened_at = now() where deadline_at > now()`),
    ).rejects.toThrow('projects_opened_after_deadline');
    await superuser`set session_replication_role = origin`;
  });
});
