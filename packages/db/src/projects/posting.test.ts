import { instantsOf, noSuchTime } from '@namc/inputs/clock-time';
import { saveProjectInput } from '@namc/inputs/project-drafts';
import { browseProjectsInput, projectFilters } from '@namc/inputs/projects';
import { describe, expect, it } from 'vitest';
import { addBid } from '../bids/factory.ts';
import { addSampleCompany } from '../companies/factory.ts';
import type { Actor } from '../engine/actors.ts';
import { uploadSample } from '../files/factory.ts';
import { getFile } from '../files/queries.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import {
  addProjectFile,
  cancelProject,
  closeBidding,
  copyProject,
  createProject,
  discardProject,
  extendBidding,
  publishProject,
  removeProjectFile,
  saveProject,
} from './commands.ts';
import { addProject } from './factory.ts';
import { listFits } from './queries/fits.ts';
import {
  browseProjects,
  countProjects,
  getProject,
  listOwnProjects,
  listProjectFiles,
} from './queries/list.ts';

const portal = testDatabase();
const member = (userId: string): Actor => ({ kind: 'member', userId });
const visitor: Actor = { kind: 'visitor' };

const whole = {
  title: 'New roof for a library',
  description: 'Tear-off and single-ply.',
  category: 'PUBLIC_WORKS',
  skills: ['C-39'],
  zipCode: '94601',
  timeZone: 'America/Los_Angeles',
  deadline: '2100-07-01T15:00',
  contactName: 'Ana Reyes',
  contactPhone: '(510) 555-0123',
} as const;

async function poster() {
  const userId = await addMember(portal.db);
  const companyId = await addSampleCompany(portal.db, userId, 'Sample Prime');
  const as = member(userId);
  const projectId = await portal.db.write(as, (tx) => createProject(tx, { title: whole.title }));
  const save = (version: number, facts: Record<string, unknown> = {}) =>
    portal.db.write(as, (tx) =>
      saveProject(tx, saveProjectInput.parse({ ...whole, companyId, projectId, version, ...facts })),
    );
  const publish = () =>
    portal.db.write(as, (tx) => publishProject(tx, { projectId, status: 'BIDDING_OPEN' }));
  const get = (actor: Actor = as) => portal.db.read(actor, (tx) => getProject(tx, { projectId }));
  return { userId, companyId, as, projectId, save, publish, get };
}

describe('a draft', () => {
  it('is the poster’s alone: others get the answer for an unknown project, and no count shows it', async () => {
    const { as, get, save } = await poster();
    await save(1, { title: 'Zeppelin hangar' });
    await expect(get(member(await addMember(portal.db)))).rejects.toThrow('project');
    await expect(get(visitor)).rejects.toThrow('project');
    const asked = projectFilters.parse({ q: 'zeppelin' });
    expect(await portal.db.read(as, (tx) => countProjects(tx, asked))).toBe(0);
    expect(await portal.db.read(as, listOwnProjects)).toMatchObject([
      { title: 'Zeppelin hangar', stage: 'DRAFT', firm: 'Sample Prime', bids: 0 },
    ]);
  });

  it('keeps the first save when a second page saves over it, and says so', async () => {
    const { save, get } = await poster();
    expect(await save(1, { title: 'From the first page' })).toMatchObject({ outcome: 'saved', version: 2 });
    expect(await save(1, { title: 'From the second page' })).toEqual({ outcome: 'stale' });
    expect(await get()).toMatchObject({ title: 'From the first page', version: 2 });
  });

  it('takes no time that the clocks skip, by the name of its field, and the later one of a time that comes twice', async () => {
    const { save, as, projectId, publish } = await poster();
    for (const field of ['deadline', 'questionsUntil', 'siteWalk'])
      expect(() =>
        saveProjectInput.parse({
          ...whole,
          companyId: '',
          projectId,
          version: 1,
          [field]: '2099-03-08T02:30',
        }),
      ).toThrow(noSuchTime);
    // Arizona’s clocks skip nothing.
    await save(1, { deadline: '2099-03-08T02:30', timeZone: 'America/Phoenix' });
    const [before] =
      await portal.owner`select version, deadline_at as at from projects where id = ${projectId}`;
    await save(before?.version, { deadline: '2098-11-02T01:30' });
    const [twice] =
      await portal.owner`select version, deadline_at as at from projects where id = ${projectId}`;
    expect(twice?.at).toEqual(instantsOf('2098-11-02T01:30', 'America/Los_Angeles')[1]);
    await publish();
    const extend = (deadline: string) =>
      portal.db.write(as, (tx) => extendBidding(tx, { projectId, deadline }));
    await expect(extend('2099-03-08T02:30')).rejects.toThrow(`deadline: ${noSuchTime}`);
    await extend('2099-03-08T03:00');
  });

  it('takes the deadline from the clock of its zone, on either side of a change to daylight time', async () => {
    const { save, get } = await poster();
    const at = async (facts: Record<string, unknown>) => {
      const { version } = await get();
      await save(version, facts);
      return (await get()).deadlineAt?.toISOString();
    };
    expect(await at({ deadline: '2027-03-13T17:00' })).toBe('2027-03-14T01:00:00.000Z');
    expect(await at({ deadline: '2027-03-14T17:00' })).toBe('2027-03-15T00:00:00.000Z');
    expect(await at({ deadline: '2027-03-14T17:00', timeZone: 'America/New_York' })).toBe(
      '2027-03-14T21:00:00.000Z',
    );
  });

  it('has a deadline that only moves to a later time while bids are open, with or without bids', async () => {
    const { as, projectId, save, publish } = await poster();
    await save(1);
    await publish();
    const extend = (deadline: string) =>
      portal.db.write(as, (tx) => extendBidding(tx, { projectId, deadline }));
    const isEarlier = 'only moves to a later time';
    await expect(extend('2100-06-30T15:00')).rejects.toThrow(isEarlier);
    await expect(save(3, { deadline: '2100-06-30T15:00' })).rejects.toThrow(isEarlier);
    await expect(extend('2300-07-02T15:00')).rejects.toThrow('Check the year');
    await expect(extend('2100-07-02T15:00')).resolves.toBeUndefined();
    await portal.db.write(as, (tx) => cancelProject(tx, { projectId, reason: 'No money.' }));
    await expect(extend('2100-07-03T15:00')).rejects.toThrow('The bidding has ended.');
  });

  it('is published when it says all that a bidder needs, for a company of the poster', async () => {
    const { save, publish, get, projectId, userId } = await poster();
    await expect(publish()).rejects.toThrow(
      'Before you publish, add a description, a trade or a skill, a place, a deadline.',
    );
    const stranger = await addMember(portal.db);
    const theirs = await addSampleCompany(portal.db, stranger);
    await expect(save(1, { companyId: theirs })).rejects.toThrow('Choose a company that you belong to.');
    await save(1, { companyId: undefined });
    await expect(publish()).rejects.toThrow('add your company');
    const { version } = await get();
    await save(version, { deadline: '2020-01-01T12:00' });
    await expect(publish()).rejects.toThrow('future');
    await save(version + 1, { goals: [{ kind: 'DVBE', percent: 3 }], isPublicWorks: true });
    await publish();
    expect(await get(visitor)).toMatchObject({
      stage: 'BIDDING_OPEN',
      county: 'Alameda',
      firm: 'Sample Prime',
      goals: { DVBE: 3 },
      isOwn: false,
    });
    await expect(portal.db.write(member(userId), (tx) => discardProject(tx, { projectId }))).rejects.toThrow(
      'project',
    );
  });
});

describe('a published project', () => {
  it('shows its contact to active members, and to nobody else', async () => {
    const { save, publish, get } = await poster();
    await save(1);
    await publish();
    const open = { contactName: 'Ana Reyes', contactPhone: '+15105550123', isWhole: true };
    const hidden = { contactName: null, contactPhone: null, isWhole: false };
    expect(await get(member(await addMember(portal.db)))).toMatchObject(open);
    expect(await get(visitor)).toMatchObject(hidden);
    expect(await get(member(await addMember(portal.db, { status: 'LAPSED' })))).toMatchObject(hidden);
    await expect(
      portal.db.read(visitor, ({ sql }) => sql`select contact_name from projects`),
    ).rejects.toThrow('You may not do this.');
  });

  it('keeps its terms once somebody has bid, and after the bidding', async () => {
    const { save, publish, get, projectId, as } = await poster();
    await save(1);
    await publish();
    await save((await get()).version, { title: 'Newer roof for a library' });
    await addBid(portal.db, projectId, await addMember(portal.db));
    await expect(save((await get()).version)).rejects.toThrow('keeps its terms');
    await expect(portal.db.write(as, (tx) => closeBidding(tx, { projectId }))).rejects.toThrow(
      'closes at its deadline',
    );
    const other = await poster();
    await other.save(1);
    await other.publish();
    await portal.db.write(other.as, (tx) => closeBidding(tx, { projectId: other.projectId }));
    await expect(other.save((await other.get()).version, { title: 'Other' })).rejects.toThrow('has ended');
  });

  it('is canceled with a reason that each bidder is told, and takes no bid after it', async () => {
    const { save, publish, projectId, as, get } = await poster();
    await save(1);
    await publish();
    const bidder = await addMember(portal.db);
    await addBid(portal.db, projectId, bidder);
    await portal.db.write(as, (tx) => cancelProject(tx, { projectId, reason: 'The grant was withdrawn' }));
    expect(await get(visitor)).toMatchObject({ stage: 'CANCELLED', cancelReason: 'The grant was withdrawn' });
    const told = await portal.owner`select title, path from notifications where user_id = ${bidder}`;
    expect([...told]).toEqual([
      {
        title: '“New roof for a library” was canceled: The grant was withdrawn',
        path: `/projects/${projectId}`,
      },
    ]);
    await expect(addBid(portal.db, projectId, await addMember(portal.db))).rejects.toThrow('isn’t open');
  });

  it('is copied as a draft without its dates', async () => {
    const { save, publish, projectId, as } = await poster();
    await save(1, { goals: [{ kind: 'DVBE', percent: 3 }] });
    await publish();
    const copy = await portal.db.write(as, (tx) => copyProject(tx, { projectId }));
    expect(await portal.db.read(as, (tx) => getProject(tx, { projectId: copy }))).toMatchObject({
      title: 'Copy of New roof for a library',
      stage: 'DRAFT',
      deadlineAt: null,
      goals: { DVBE: 3 },
      contactName: 'Ana Reyes',
    });
    // The title of a copy that would be too long ends before an emoji, and not within it.
    const title = `${'Roof '.repeat(37)}Napa 👷🏽‍♀️`;
    await portal.owner`update projects set title = ${title} where id = ${projectId}`;
    const long = await portal.db.write(as, (tx) => copyProject(tx, { projectId }));
    expect((await portal.db.read(as, (tx) => getProject(tx, { projectId: long }))).title).toBe(
      `Copy of ${'Roof '.repeat(37)}Napa `.trim(),
    );
    const stranger = member(await addMember(portal.db));
    await expect(portal.db.write(stranger, (tx) => copyProject(tx, { projectId }))).rejects.toThrow(
      'project',
    );
  });
});

describe('the list of projects', () => {
  const browse = (actor: Actor, asked: Record<string, unknown>) =>
    portal.db.read(actor, (tx) => browseProjects(tx, browseProjectsInput.parse(asked)));
  const minutes = (count: number) => new Date(Date.now() + count * 60_000);

  it('holds what is open by the clock, page by page in each order, and counts as much as it lists', async () => {
    const ownerId = await addMember(portal.db);
    const near = { location: [-122.22, 37.78] as [number, number] };
    for (const [title, deadlineAt, place] of [
      ['Quarry one', minutes(30), near],
      ['Quarry two', minutes(10), {}],
      ['Quarry three', minutes(20), { location: [-122.3, 37.9] as [number, number] }],
      ['Quarry over', minutes(-10), near],
    ] as const)
      await addProject(portal.db, ownerId, { title, deadlineAt, ...place });
    const titles = async (asked: Record<string, unknown>) => {
      const found: string[] = [];
      let cursor: string | null | undefined;
      do {
        const page = await browse(visitor, { q: 'quarry', limit: 1, ...asked, ...(cursor && { cursor }) });
        found.push(...page.rows.map(({ title }) => title.replace('Quarry ', '')));
        cursor = page.nextCursor;
      } while (cursor);
      const { order: _, ...filters } = { order: '', q: 'quarry', ...asked };
      expect(await portal.db.read(visitor, (tx) => countProjects(tx, projectFilters.parse(filters)))).toBe(
        found.length,
      );
      return found;
    };
    expect(await titles({})).toEqual(['two', 'three', 'one']);
    expect(await titles({ order: 'newest' })).toEqual(['three', 'two', 'one']);
    expect(await titles({ order: 'nearest', near: '37.78, -122.22', miles: 50 })).toEqual(['one', 'three']);
    expect(await titles({ near: '37.78, -122.22', miles: 2 })).toEqual(['one']);
    expect(await titles({ state: 'over' })).toEqual(['over']);
    await expect(browse(visitor, { near: '00000' })).rejects.toThrow('near');
  });

  it('is found by a word for a trade that it asks for, together with its other words', async () => {
    const { save, publish } = await poster();
    await save(1, { title: 'Substation at the creamery', skills: ['C-10'] });
    await publish();
    const titles = async (q: string) =>
      (await browse(visitor, { q })).rows
        .map(({ title }) => title)
        .filter((title) => title.includes('creamery'));
    for (const q of ['creamery', 'electric creamery', 'creamery electricians'])
      expect(await titles(q)).toEqual(['Substation at the creamery']);
    for (const q of ['plumbing creamery', '"electric" creamery', 'electric dairy'])
      expect(await titles(q)).toEqual([]);
  });

  it('holds the projects that the member’s own firm can bid on', async () => {
    const { save, publish, get } = await poster();
    await save(1, { title: 'Cistern', skills: ['C-39', 'C-43'], deadline: '2090-07-01T15:00' });
    await publish();
    const reader = await addMember(portal.db);
    const companyId = await addSampleCompany(portal.db, reader);
    const found = async (actor: Actor) =>
      (await browse(actor, { q: 'cistern', isQualified: true })).rows.length;
    expect(await found(member(reader))).toBe(0);
    await portal.owner`
      insert into california_contractors (license_number, business_name, primary_status, classifications, region, expiration_date)
      values ('93000002', 'EXAMPLE CISTERNS', 'CLEAR', '{C-43}', 'NORTH', '2099-05-14')`;
    await portal.owner`update companies set license_number = '93000002' where id = ${companyId}`;
    expect(await found(member(reader))).toBe(1);
    expect(await found(visitor)).toBe(0);
    await portal.owner`update california_contractors set expiration_date = '2020-01-01' where license_number = '93000002'`;
    expect(await found(member(reader))).toBe(0);
    await portal.owner`update california_contractors set expiration_date = '2099-01-01' where license_number = '93000002'`;
    await save((await get()).version, {
      title: 'Cistern',
      skills: ['C-43'],
      deadline: '2090-07-01T15:00',
      isPublicWorks: true,
      needsDirRegistration: true,
    });
    expect(await found(member(reader))).toBe(0);
    await portal.owner`
      insert into certifications (company_id, kind, number, issued_on, expires_on)
      values (${companyId}, 'DIR', '1', '2025-01-01', '2090-07-01')`;
    expect(await found(member(reader))).toBe(1);
  });

  it('holds the projects in the area of the member’s own firm', async () => {
    const { save, publish } = await poster();
    await save(1, { title: 'Aqueduct' });
    await publish();
    const reader = await addMember(portal.db);
    const companyId = await addSampleCompany(portal.db, reader);
    const asked = { q: 'aqueduct', isInOwnArea: true };
    expect((await browse(member(reader), asked)).rows).toEqual([]);
    await portal.owner`update companies set service_counties = '{Alameda}' where id = ${companyId}`;
    expect((await browse(member(reader), asked)).rows).toMatchObject([{ title: 'Aqueduct' }]);
    expect((await browse(visitor, asked)).rows).toEqual([]);
  });
});

describe('whether a firm can bid', () => {
  it('is said of the reader’s own firm for the day of the deadline, and of nobody else’s', async () => {
    const { save, publish, projectId } = await poster();
    await save(1, { skills: ['C-39', 'C-43', 'estimating'], deadline: '2027-05-14T17:00' });
    await publish();
    const userId = await addMember(portal.db);
    const companyId = await addSampleCompany(portal.db, userId, 'Able Roofing');
    await portal.owner`
      insert into california_contractors (license_number, business_name, primary_status, classifications, region, expiration_date)
      values ('93000001', 'EXAMPLE ROOFING', 'CLEAR', '{C-39}', 'NORTH', '2027-05-14')`;
    await portal.owner`
      update companies set license_number = '93000001', service_counties = '{Fresno}', bonding_single_cents = 5000000
      where id = ${companyId}`;
    await portal.owner`
      insert into certifications (company_id, kind, number, issued_on, expires_on)
      values (${companyId}, 'DVBE', '1', '2025-01-01', '2027-05-14'), (${companyId}, 'SB', '2', '2025-01-01', '2027-05-13')`;
    const fits = () => portal.db.read(member(userId), (tx) => listFits(tx, { projectId }));
    expect(await fits()).toMatchObject([
      {
        name: 'Able Roofing',
        day: '2027-05-14',
        has: ['C-39'],
        isInGoodStanding: true,
        isInArea: false,
        certificates: ['DVBE'],
        bondingSingleCents: 5_000_000,
      },
    ]);
    // One day less, and the license is over before the bids are due.
    await portal.owner`update california_contractors set expiration_date = '2027-05-13' where license_number = '93000001'`;
    expect(await fits()).toMatchObject([{ isInGoodStanding: false }]);
    await expect(
      portal.db.read(member(userId), (tx) => listFits(tx, { projectId: crypto.randomUUID() })),
    ).rejects.toThrow('project');
  });
});

describe('the plans of a project', () => {
  it('are for active members once it is published, stay then, and a newer version stands beside the old one', async () => {
    const { as, save, publish, projectId } = await poster();
    await save(1);
    const contentType = 'application/pdf';
    const upload = (text: string) =>
      uploadSample(portal.db, as, { kind: 'PROJECT_FILE', text: `${text} ${projectId}`, contentType });
    const add = (fileId: string, replacesId?: string) =>
      portal.db.write(as, (tx) =>
        addProjectFile(tx, { projectId, fileId, ...(replacesId && { replacesId }) }),
      );
    const remove = (fileId: string) =>
      portal.db.write(as, (tx) => removeProjectFile(tx, { projectId, fileId }));
    const [plan, slip] = [await upload('plan'), await upload('slip')];
    await add(plan);
    await add(slip);
    await remove(slip);
    const reader = member(await addMember(portal.db));
    const read = (actor: Actor, fileId = plan) => portal.db.read(actor, (tx) => getFile(tx, { fileId }));
    await expect(read(reader)).rejects.toThrow('file');
    await publish();
    expect(await read(reader)).toMatchObject({ contentType });
    for (const other of [visitor, member(await addMember(portal.db, { status: 'LAPSED' }))])
      await expect(read(other)).rejects.toThrow('file');
    await expect(remove(plan)).rejects.toThrow('stays');
    const bidder = await addMember(portal.db);
    await addBid(portal.db, projectId, bidder);
    const newer = await upload('newer');
    await add(newer, plan);
    expect(await portal.db.read(reader, (tx) => listProjectFiles(tx, { projectId }))).toMatchObject([
      { id: newer, replacesId: plan, isReplaced: false },
      { id: plan, isReplaced: true },
    ]);
    const told = await portal.owner`select kind, path from notifications where user_id = ${bidder}`;
    expect([...told]).toEqual([{ kind: 'project-file-added', path: `/projects/${projectId}` }]);
    const strange = await uploadSample(portal.db, reader, {
      kind: 'PROJECT_FILE',
      text: 'strange',
      contentType,
    });
    await expect(
      portal.db.write(reader, (tx) => addProjectFile(tx, { projectId, fileId: strange })),
    ).rejects.toThrow();
  });
});
