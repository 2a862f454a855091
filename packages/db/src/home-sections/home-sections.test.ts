import { expect, it } from 'vitest';
import { addContractors } from '../contractors/factory.ts';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import {
  addHomeSection,
  changeHomeSection,
  moveHomeSection,
  removeHomePicture,
  removeHomeSection,
  setHomePicture,
  showHomeSection,
} from './commands.ts';
import { getHomePage, getHomePicture, listHomeSections } from './queries.ts';

const portal = testDatabase();
const visitor: Actor = { kind: 'visitor' };
const staff = async (role: string): Promise<Actor> => ({
  kind: 'staff',
  userId: await addMember(portal.db, { roles: [role] }),
});
const page = (actor: Actor = visitor) => portal.db.read(actor, getHomePage);
const titles = async () => (await page()).sections.map(({ title }) => title);
/** A file that begins as a WebP picture does. */
const webp = Buffer.concat([Buffer.from('RIFF'), Buffer.alloc(4), Buffer.from('WEBPVP8 '), Buffer.alloc(20)]);
const sides = { width: 8, height: 6, alt: 'A crew on a roof' };

it('a new portal explains itself: first words, a search, benefits and a way to join', async () => {
  const kinds = (await page()).sections.map(({ kind }) => kind);
  expect(kinds[0]).toBe('LEAD');
  expect(new Set(kinds)).toEqual(new Set(['LEAD', 'SEARCH', 'BENEFIT', 'FIGURES', 'MEMBERS', 'JOIN']));
});

it('staff add, rewrite, move, hide and remove a section, and the trail tells each act', async () => {
  const writer = await staff('content_manager');
  const write = <Result>(act: Parameters<typeof portal.db.write<Result>>[1]) => portal.db.write(writer, act);
  const before = await titles();
  const section = {
    kind: 'TEXT' as const,
    title: 'Fall mixer',
    body: 'Come and meet us.',
    icon: 'badge' as const,
  };
  const sectionId = await write((tx) => addHomeSection(tx, section));
  expect(await titles()).toEqual([...before, 'Fall mixer']);

  const find = async () =>
    (await portal.db.read(writer, listHomeSections)).find(({ id }) => id === sectionId)!;
  const { updatedAt } = await find();
  const words = { sectionId, title: 'Winter mixer', body: '', icon: 'badge' as const };
  const seenAt = updatedAt.toISOString();
  await write((tx) => changeHomeSection(tx, { ...words, seenAt }));
  await expect(write((tx) => changeHomeSection(tx, { ...words, title: 'Lost', seenAt }))).rejects.toThrow(
    'Someone else changed this section',
  );

  for (const _ of before) await write((tx) => moveHomeSection(tx, { sectionId, toward: 'top' }));
  await write((tx) => moveHomeSection(tx, { sectionId, toward: 'top' }));
  expect(await titles()).toEqual(['Winter mixer', ...before]);
  await write((tx) => moveHomeSection(tx, { sectionId, toward: 'bottom' }));
  expect((await titles()).slice(0, 2)).toEqual([before[0], 'Winter mixer']);

  await write((tx) => showHomeSection(tx, { sectionId, isShown: false }));
  expect(await titles()).toEqual(before);
  expect((await find()).isShown).toBe(false);
  await write((tx) => removeHomeSection(tx, { sectionId }));
  expect(await find()).toBeUndefined();

  const acts = await portal.owner.begin(async (sql) => {
    await sql`select set_config('role', 'definer_role', true)`;
    return sql<{ action: string }[]>`
      select action from admin_actions where target_id = ${sectionId} order by created_at, id`;
  });
  const moves = before.map(() => 'home_sections.move');
  expect(acts.map(({ action }) => action)).toEqual([
    'home_sections.add',
    'home_sections.change',
    ...moves,
    'home_sections.move',
    'home_sections.move',
    'home_sections.hide',
    'home_sections.remove',
  ]);
});

it('two moves at once leave one order', async () => {
  const writer = await staff('administrator');
  const sections = await portal.db.read(writer, listHomeSections);
  const [, second, third] = sections;
  await Promise.all(
    [second, third].map((section) =>
      portal.db.write(writer, (tx) => moveHomeSection(tx, { sectionId: section!.id, toward: 'bottom' })),
    ),
  );
  const positions = await portal.db.read(
    writer,
    ({ sql }) => sql<{ position: number }[]>`select position from home_sections order by position`,
  );
  expect(positions.map(({ position }) => position)).toEqual(sections.map((_, at) => at + 1));
});

it('the first words always show, and the sections that belong to the page are never removed', async () => {
  const writer = await staff('administrator');
  const { sections } = await page();
  const lead = sections.find(({ kind }) => kind === 'LEAD')!;
  const figures = sections.find(({ kind }) => kind === 'FIGURES')!;
  await expect(
    portal.db.write(writer, (tx) => showHomeSection(tx, { sectionId: lead.id, isShown: false })),
  ).rejects.toThrow('always show');
  for (const { id } of [lead, figures])
    await expect(portal.db.write(writer, (tx) => removeHomeSection(tx, { sectionId: id }))).rejects.toThrow();
});

it('a page holds at most 40 sections', async () => {
  const writer = await staff('administrator');
  const add = () =>
    portal.db.write(writer, (tx) =>
      addHomeSection(tx, { kind: 'BENEFIT', title: 'More', body: '', icon: 'map' }),
    );
  const { length } = await portal.db.read(writer, listHomeSections);
  const added: string[] = [];
  for (let count = length; count < 40; count += 1) added.push(await add());
  await expect(add()).rejects.toThrow('40 sections already');
  for (const sectionId of added) await portal.db.write(writer, (tx) => removeHomeSection(tx, { sectionId }));
});

it('a picture is a picture, everybody sees it while its section is shown, and a new one replaces it', async () => {
  const writer = await staff('administrator');
  const { sections } = await page();
  const { id: sectionId } = sections.find(({ kind }) => kind === 'BENEFIT')!;
  const set = (bytes: Buffer) =>
    portal.db.write(writer, (tx) => setHomePicture(tx, { sectionId, bytes, ...sides }));
  for (const other of ['<svg onload="alert(1)"></svg> and so on', 'GIF89a and so on, and on', '']) {
    await expect(set(Buffer.from(other))).rejects.toThrow('Choose a picture in the form WebP, JPEG or PNG.');
  }
  await set(webp);
  const pictureOf = async () => (await page()).sections.find(({ id }) => id === sectionId);
  const first = await pictureOf();
  expect(first).toMatchObject({ pictureWidth: 8, pictureHeight: 6, pictureAlt: 'A crew on a roof' });
  const read = (pictureId: string) => portal.db.read(visitor, (tx) => getHomePicture(tx, { pictureId }));
  expect(await read(first!.pictureId!)).toEqual({ bytes: webp, contentType: 'image/webp' });
  await set(webp);
  expect((await pictureOf())?.pictureId).not.toBe(first!.pictureId);
  await expect(read(first!.pictureId!)).rejects.toThrow();

  const { pictureId } = (await pictureOf())!;
  await portal.db.write(writer, (tx) => showHomeSection(tx, { sectionId, isShown: false }));
  await expect(read(pictureId!)).rejects.toThrow();
  await portal.db.write(writer, (tx) => showHomeSection(tx, { sectionId, isShown: true }));
  await portal.db.write(writer, (tx) => removeHomePicture(tx, { sectionId }));
  expect((await pictureOf())?.pictureId).toBeNull();
});

it('staff without the permission write nothing', async () => {
  for (const role of ['support', 'membership_manager', 'auditor']) {
    const other = await staff(role);
    const section = { kind: 'TEXT' as const, title: 'Mine', body: '', icon: 'badge' as const };
    await expect(
      portal.db.write(other, (tx) => addHomeSection(tx, section)),
      role,
    ).rejects.toThrow();
  }
});

it('visitors see how many members there are, and of the newest only the firms that are listed', async () => {
  await addContractors(
    portal.owner,
    ['701', '702', '703'].map((licenseNumber) => ({
      licenseNumber,
      businessName: `FIRM ${licenseNumber}`,
      classifications: ['C-10', 'C-36'],
    })),
  );
  const { figures: before } = await page();
  await addMember(portal.db, { firstName: 'Rosa', lastName: 'Listed', licenseNumber: '701' });
  await addMember(portal.db, {
    firstName: 'Hugo',
    lastName: 'Hidden',
    licenseNumber: '702',
    isListed: false,
  });
  await addMember(portal.db, {
    firstName: 'Lena',
    lastName: 'Lapsed',
    licenseNumber: '703',
    status: 'LAPSED',
  });
  const { figures, newest, byCounty } = await page();
  expect(figures.members).toBe(before.members + 2);
  expect(figures).toMatchObject({ trades: 2, counties: 1 });
  expect(byCounty).toEqual([{ county: expect.any(String), members: 2 }]);
  expect(newest).toEqual([
    expect.objectContaining({ licenseNumber: '701', name: expect.stringMatching(/^Firm 701$/i) }),
  ]);
  expect(JSON.stringify(newest)).not.toMatch(/Rosa|Listed|example\.org/);
});
