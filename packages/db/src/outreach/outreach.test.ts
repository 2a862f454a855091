import { clockTimeOf } from '@namc/inputs/clock-time';
import type { LogContactInput } from '@namc/inputs/outreach';
import { beforeAll, describe, expect, it } from 'vitest';
import { addContractors } from '../contractors/factory.ts';
import type { Actor } from '../database.ts';
import { addMember } from '../members/factory.ts';
import { addProject, type ProjectSample } from '../projects/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { addToOutreach, logContact, removeFromOutreach } from './commands.ts';
import { getOutreach, listOutreach, listOutreachLicenses } from './queries/list.ts';

const portal = testDatabase();
const member = (userId: string): Actor => ({ kind: 'member', userId });
const staff = (userId: string): Actor => ({ kind: 'staff', userId });
const zone = 'America/Los_Angeles';
const day = 86_400_000;
const clock = (daysFromNow: number) => clockTimeOf(Date.now() + daysFromNow * day, zone);
const dayOf = (daysFromNow: number) => clock(daysFromNow).slice(0, 10);
const firms = ['7000001', '7000002', '7000003'];

beforeAll(() =>
  addContractors(
    portal.owner,
    firms.map((licenseNumber) => ({ licenseNumber, businessName: `FIRM ${licenseNumber.at(-1)} INC` })),
  ),
);

async function reached(sample: ProjectSample = {}) {
  const ownerId = await addMember(portal.db);
  const projectId = await addProject(portal.db, ownerId, { location: [-122.4, 37.8], ...sample });
  const owner = member(ownerId);
  const add = (licenseNumbers = firms, actor = owner) =>
    portal.db.write(actor, (tx) =>
      addToOutreach(tx, { projectId, licenseNumbers, criteria: { trades: [] } }),
    );
  const list = async (part: 'all' | 'due' | 'open' = 'all', actor = owner) =>
    (await portal.db.read(actor, (tx) => listOutreach(tx, { projectId, part, limit: 25 }))).rows;
  const rowOf = async (licenseNumber: string) => {
    const row = (await list()).find((one) => one.licenseNumber === licenseNumber);
    if (!row) throw new Error('Add the firm first.');
    return row;
  };
  const log = async (licenseNumber: string, said: Partial<LogContactInput> = {}, actor = owner) => {
    const { id } = await rowOf(licenseNumber);
    const usual = { channel: 'PHONE', contacted: clock(-1), answer: 'NO_ANSWER', said: '' } as const;
    return portal.db.write(actor, (tx) => logContact(tx, { ...usual, outreachId: id, ...said }));
  };
  const figures = (actor = owner) => portal.db.read(actor, (tx) => getOutreach(tx, { projectId }));
  return { ownerId, owner, projectId, add, list, rowOf, log, figures };
}

describe('the outreach list of a project', () => {
  it('holds each firm once, with its distance, and two adds at once give one row', async () => {
    const { add, list, projectId } = await reached();
    expect((await Promise.all([add(), add(firms.slice(1))])).reduce((sum, one) => sum + one)).toBe(3);
    expect(await add()).toBe(0);
    const rows = await list();
    expect(rows.map(({ licenseNumber }) => licenseNumber).sort()).toEqual(firms);
    expect(rows[0]?.firm).toMatchObject({ city: 'Oakland', distance: { miles: 7 } });
    const [{ count } = { count: 0 }] = await portal.owner`
      select count(*)::int from project_outreach where project_id = ${projectId}`;
    expect(count).toBe(3);
  });

  it('takes no license that the board’s file does not hold', async () => {
    const { add, list } = await reached();
    await expect(add(['7000001', '7999999'])).rejects.toThrow('has no license 7999999');
    expect(await list()).toEqual([]);
  });

  it('holds up to 500 firms, and says so', async () => {
    const { add, figures } = await reached();
    const many = Array.from({ length: 501 }, (_, at) => `${7_100_000 + at}`);
    await addContractors(
      portal.owner,
      many.map((licenseNumber) => ({ licenseNumber })),
    );
    await add(many.slice(0, 400));
    await expect(add(many.slice(400))).rejects.toThrow('up to 500 firms');
    await add(many.slice(400, 500));
    expect((await figures()).firms).toBe(500);
  });

  it('is its poster’s and that of staff who manage projects, and nobody else sees or changes it', async () => {
    const { owner, projectId, add, list, log, figures } = await reached();
    await add();
    await log('7000001');
    const other = member(await addMember(portal.db));
    const manager = staff(await addMember(portal.db, { roles: ['administrator'] }));
    const helper = staff(await addMember(portal.db, { roles: ['support'] }));
    for (const stranger of [other, helper, { kind: 'visitor' } as const]) {
      expect(await list('all', stranger)).toEqual([]);
      await expect(figures(stranger)).rejects.toThrow('project');
      expect(await portal.db.read(stranger, (tx) => listOutreachLicenses(tx, { projectId }))).toEqual([]);
    }
    for (const stranger of [other, helper]) {
      await expect(add(firms, stranger)).rejects.toThrow();
      await expect(log('7000001', {}, stranger)).rejects.toThrow('firm on the list');
    }
    expect(await list('all', manager)).toHaveLength(3);
    await log('7000002', { answer: 'INTERESTED' }, manager);
    expect(await figures(owner)).toMatchObject({ firms: 3, contacted: 2, due: 0, interested: 1, quoted: 0 });
    expect(await figures(manager)).toMatchObject({ firms: 3 });
    // The members' address is no way to another's project for the same person.
    const manages = member(manager.kind === 'staff' ? manager.userId : '');
    await expect(figures(manages)).rejects.toThrow('project');
    expect(await list('all', manages)).toEqual([]);
  });

  it('is that of a poster who is staff of another kind, and of nobody but the poster while the project is a draft', async () => {
    const { ownerId, owner, projectId, add, list, figures } = await reached({ status: 'DRAFT' });
    await portal.owner`insert into user_roles (user_id, role_code, reason) values (${ownerId}, 'support', 'Helps')`;
    await add();
    expect(await figures(owner)).toMatchObject({ firms: 3 });
    const manager = staff(await addMember(portal.db, { roles: ['administrator'] }));
    await expect(figures(manager)).rejects.toThrow('project');
    expect(await list('all', manager)).toEqual([]);
    await expect(add(firms, manager)).rejects.toThrow();
    expect(await portal.db.read(manager, (tx) => listOutreachLicenses(tx, { projectId }))).toEqual([]);
  });

  it('goes on after the project is closed or canceled, and keeps the log of an account that is closed', async () => {
    const { ownerId, projectId, add, list, log } = await reached();
    await add();
    await portal.owner`update projects set status = 'CANCELLED', cancel_reason = 'No money' where id = ${projectId}`;
    await log('7000001');
    await portal.owner`update users set status = 'CLOSED' where id = ${ownerId}`;
    const manager = staff(await addMember(portal.db, { roles: ['administrator'] }));
    expect((await list('all', manager)).flatMap(({ contacts }) => contacts)).toMatchObject([
      { author: null, answer: 'NO_ANSWER' },
    ]);
  });

  it('lets a firm go that nobody has contacted, and goes with the draft that it belongs to', async () => {
    const { owner, projectId, add, list, rowOf, log } = await reached({ status: 'DRAFT' });
    await add();
    await log('7000001');
    const remove = async (licenseNumber: string) => {
      const { id } = await rowOf(licenseNumber);
      return portal.db.write(owner, (tx) => removeFromOutreach(tx, { outreachId: id }));
    };
    await expect(remove('7000001')).rejects.toThrow('You have contacted this firm');
    await remove('7000002');
    expect(await list()).toHaveLength(2);
    await portal.owner`delete from projects where id = ${projectId}`;
    expect(await list()).toEqual([]);
  });
});

describe('the log of contacts', () => {
  it('puts follow-ups that are due first, then firms that nobody has contacted', async () => {
    const { add, list, log, figures } = await reached();
    await add();
    await log('7000001', { answer: 'UNDECIDED', followUpOn: dayOf(3) });
    await log('7000003', { followUpOn: dayOf(0) });
    const numbers = async (part: 'all' | 'due' | 'open') =>
      (await list(part)).map(({ licenseNumber }) => licenseNumber);
    expect(await numbers('all')).toEqual(['7000003', '7000002', '7000001']);
    expect(await numbers('due')).toEqual(['7000003']);
    expect(await numbers('open')).toEqual(['7000002']);
    expect(await figures()).toMatchObject({ contacted: 2, due: 1 });
    // The next contact answers the follow-up.
    await log('7000003', { contacted: clock(-0.001), answer: 'QUOTED', rejection: 'Over the budget' });
    expect(await figures()).toMatchObject({ due: 0, quoted: 1 });
  });

  it('keeps a contact as it was logged: a correction takes its place once, for the same firm', async () => {
    const { add, rowOf, log, owner, figures } = await reached();
    await add();
    await log('7000001', { answer: 'INTERESTED' });
    const wrong = (await rowOf('7000001')).contacts[0];
    await expect(log('7000002', { correctsId: wrong?.id })).rejects.toThrow('isn’t one with this firm');
    await log('7000001', { answer: 'NOT_INTERESTED', correctsId: wrong?.id });
    await expect(log('7000001', { correctsId: wrong?.id })).rejects.toThrow('corrected already');
    expect((await rowOf('7000001')).contacts).toMatchObject([
      { answer: 'NOT_INTERESTED', isCorrected: false, author: 'Sample Person' },
      { answer: 'INTERESTED', isCorrected: true },
    ]);
    expect(await figures()).toMatchObject({ contacted: 1, interested: 0 });
    for (const statement of ['update outreach_contacts set said = said', 'delete from outreach_contacts'])
      await expect(portal.db.write(owner, ({ sql }) => sql.unsafe(statement))).rejects.toMatchObject({
        cause: { code: '42501' },
      });
  });

  it('refuses a contact in the future, a follow-up before it, and a rejection without a quote', async () => {
    const { add, log } = await reached();
    await add();
    await expect(log('7000001', { contacted: clock(1) })).rejects.toMatchObject({
      field: 'contacted',
    });
    await expect(log('7000001', { followUpOn: dayOf(-9) })).rejects.toMatchObject({
      field: 'followUpOn',
    });
    await expect(log('7000001', { rejection: 'Too late' })).rejects.toMatchObject({
      field: 'rejection',
    });
    await expect(log('7000001', { contacted: '2026-03-08T02:30' })).rejects.toThrow('clocks go forward');
  });
});
