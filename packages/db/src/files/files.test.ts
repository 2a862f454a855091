import { createHash, randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { closeAccount } from '../accounts/commands/close.ts';
import { removePhoto, setPhoto } from '../accounts/commands/photo.ts';
import { exportOwnData, getProfile } from '../accounts/queries.ts';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { testKeys } from '../tools/testing/test-keys.ts';
import {
  announceContent,
  beginFile,
  collectFiles,
  finishFile,
  forgetContents,
  giveFile,
} from './commands.ts';
import { getFile, getFileRules, getUpload, listUnfinishedFiles } from './queries.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'files' };
const kind = 'PROFILE_PHOTO';
const name = 'Cotización – Peña №3 "final".png';

const member = async (roles: string[] = []): Promise<Actor & { kind: 'member' }> => ({
  kind: 'member',
  userId: await addMember(portal.db, { roles }),
});
const begin = (actor: Actor, bytes = 9) =>
  portal.db.write(actor, (tx) => beginFile(tx, testKeys, { kind, name, bytes }));

/** Uploads bytes that say `text`, and returns the file and the object that holds them. */
async function upload(actor: Actor, text: string, contentType = 'image/png') {
  const fileId = await begin(actor, text.length);
  const content = {
    sha256: createHash('sha256').update(text).digest('hex'),
    bytes: text.length,
    contentType,
  };
  const announced = await portal.db.write(system, (tx) => announceContent(tx, content));
  const contentId = await portal.db.write(system, (tx) =>
    finishFile(tx, { fileId, contentId: announced, ...content }),
  );
  return { fileId, announced, contentId };
}
const photo = async (actor: Actor, text: string) => {
  const uploaded = await upload(actor, text);
  await portal.db.write(actor, (tx) => setPhoto(tx, uploaded));
  return uploaded;
};
const read = (actor: Actor, fileId: string) => portal.db.read(actor, (tx) => getFile(tx, { fileId }));
const collect = () => portal.db.write(system, collectFiles);

it('a photo is read by its owner and by staff who may read the account, and its name comes back as it was', async () => {
  const ana = await member();
  const { fileId, contentId } = await photo(ana, 'Ana');
  expect(await read(ana, fileId)).toMatchObject({ name, contentId, bytes: 3, contentType: 'image/png' });
  expect((await portal.db.read(ana, getProfile)).photoId).toBe(fileId);
  const staff: Actor = { ...(await member(['membership_manager'])), kind: 'staff' };
  expect(await read(staff, fileId)).toMatchObject({ contentId });
  for (const other of [await member(), { ...staff, kind: 'member' } as Actor, { kind: 'visitor' } as Actor]) {
    await expect(read(other, fileId)).rejects.toThrow('There is no file');
  }
});

it('a file that belongs to nothing yet is its uploader’s, and nobody gives it to somebody else’s row', async () => {
  const [ana, bob] = [await member(), await member()];
  const { fileId } = await upload(ana, 'not used yet');
  await expect(read(bob, fileId)).rejects.toThrow('There is no file');
  await expect(portal.db.write(bob, (tx) => setPhoto(tx, { fileId }))).rejects.toThrow('There is no file');
  await expect(
    portal.db.write(ana, (tx) => giveFile(tx, { fileId, kind, ownerId: bob.userId })),
  ).rejects.toThrow('You may not put a file there');
  await portal.db.write(ana, (tx) => setPhoto(tx, { fileId }));
  await expect(
    portal.db.write(ana, (tx) => giveFile(tx, { fileId, kind, ownerId: bob.userId })),
  ).rejects.toThrow('in use already');
});

it('an upload that is not whole, or whole already, or of a type that the use does not take, is refused', async () => {
  const ana = await member();
  const fileId = await begin(ana);
  expect(await portal.db.read(ana, (tx) => getUpload(tx, { fileId }))).toMatchObject({ contentId: null });
  await expect(portal.db.write(ana, (tx) => setPhoto(tx, { fileId }))).rejects.toThrow('arrived whole');
  await expect(upload(ana, 'a plan', 'application/pdf')).rejects.toThrow('This upload has ended');
  const { fileId: whole, announced } = await upload(ana, 'whole');
  const content = { sha256: 'a'.repeat(64), bytes: 1, contentType: 'image/png' };
  await expect(
    portal.db.write(system, (tx) => finishFile(tx, { fileId: whole, contentId: announced, ...content })),
  ).rejects.toThrow('This upload has ended');
});

it('a use says how large a file may be, and a person’s files share a quota from their announcement on', async () => {
  const ana = await member();
  const rules = () => portal.db.read(ana, (tx) => getFileRules(tx, { kind }));
  const { mostBytes, quotaLeft, contentTypes } = await rules();
  expect([mostBytes, quotaLeft]).toEqual([10_000_000, 1_000_000_000]);
  expect(contentTypes).toContain('image/jpeg');
  await expect(begin(ana, mostBytes + 1)).rejects.toThrow('up to 10 MB');
  await portal.owner`
    insert into files (kind, name, bytes, uploaded_by)
    select ${kind}, 'me.png', ${mostBytes}, ${ana.userId} from generate_series(1, 99)`;
  expect((await rules()).quotaLeft).toBe(mostBytes);
  // Two at once do not both take the last place.
  const last = await Promise.allSettled([begin(ana, mostBytes), begin(ana, mostBytes)]);
  expect(last.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await expect(begin(ana, 1)).rejects.toThrow('up to 1000 MB together');
});

it('a new photo takes the place of the old one, and two at once leave one', async () => {
  const ana = await member();
  const { fileId: first } = await photo(ana, 'first');
  const { fileId: second } = await photo(ana, 'second');
  await expect(read(ana, first)).rejects.toThrow('There is no file');
  await portal.db.write(ana, removePhoto);
  await expect(read(ana, second)).rejects.toThrow('There is no file');
  const both = [await upload(ana, 'third'), await upload(ana, 'fourth')];
  await Promise.allSettled(both.map((file) => portal.db.write(ana, (tx) => setPhoto(tx, file))));
  const [row] = await portal.owner<{ count: number }[]>`
    select count(*)::int from files where owner_id = ${ana.userId}`;
  expect(row?.count).toBe(1);
});

it('the same bytes are stored once, and live until the last file that has them goes', async () => {
  const [ana, bob] = [await member(), await member()];
  const one = await photo(ana, 'the same');
  const two = await photo(bob, 'the same');
  expect(two.contentId).toBe(one.contentId);
  expect(two.announced).not.toBe(one.contentId);
  const [first] = [await collect()];
  expect(first).toContain(two.announced);
  expect(first).not.toContain(one.contentId);
  await portal.db.write(system, (tx) => forgetContents(tx, first));
  await portal.db.write(ana, removePhoto);
  expect(await collect()).not.toContain(one.contentId);
  await portal.db.write(bob, removePhoto);
  expect(await collect()).toContain(one.contentId);
  // Until it is forgotten it is told again, and the same bytes get another object meanwhile.
  expect(await collect()).toContain(one.contentId);
  const three = await photo(ana, 'the same');
  expect(three.contentId).not.toBe(one.contentId);
});

it('an upload that nothing took goes after a day, and a younger one stays', async () => {
  const ana = await member();
  const [left, young, used] = [
    await upload(ana, 'left'),
    await upload(ana, 'young'),
    await photo(ana, 'used'),
  ];
  const broken = await portal.db.write(system, (tx) =>
    announceContent(tx, { sha256: 'c'.repeat(64), bytes: 1, contentType: 'image/png' }),
  );
  const isLong = `now() - interval '25 hours'`;
  for (const id of [left.fileId, used.fileId]) {
    await portal.owner.unsafe(`update files set created_at = ${isLong} where id = '${id}'`);
  }
  await portal.owner.unsafe(`update file_contents set created_at = ${isLong} where id = '${broken}'`);
  const collected = await collect();
  expect(collected).toEqual(expect.arrayContaining([left.contentId, broken]));
  for (const { contentId } of [young, used]) expect(collected).not.toContain(contentId);
  await expect(read(ana, left.fileId)).rejects.toThrow('There is no file');
  await portal.db.write(system, (tx) => forgetContents(tx, collected));
  expect(await collect()).toEqual([]);
});

it('a document that is replaced stays as the version before, and each version leads to its own bytes', async () => {
  await portal.owner`
    insert into file_kinds (kind, owner_table, most_bytes, content_types) values ('PLAN', 'users', 1000, '{application/pdf}')`;
  const ana = await member();
  const versions: string[] = [];
  const add = async (text: string, replacesId?: string) => {
    const [row] = await portal.owner<{ id: string }[]>`
      insert into files (kind, name, bytes, uploaded_by, content_id)
      values ('PLAN', 'plan.pdf', 9, ${ana.userId}, ${(await upload(ana, text)).contentId}) returning id`;
    const place = { kind: 'PLAN', ownerId: ana.userId, ...(replacesId ? { replacesId } : {}) };
    await portal.db.write(ana, (tx) => giveFile(tx, { fileId: row!.id, ...place }));
    versions.push(row!.id);
    return row!.id;
  };
  const first = await add('plan 1');
  await add('plan 2', first);
  await expect(add('plan 3', first)).rejects.toThrow('Someone else replaced this file');
  await expect(add('plan 4', randomUUID())).rejects.toThrow('is gone');
  const found = await Promise.all(versions.map((fileId) => read(ana, fileId)));
  expect(new Set(found.map(({ sha256 }) => sha256)).size).toBe(2);
});

it('closing an account takes its photo and its uploads along, and the export names them before', async () => {
  const ana = await member();
  const [shown, unused] = [await photo(ana, 'of Ana'), await upload(ana, 'unused by Ana')];
  expect(await portal.db.read(ana, exportOwnData)).toMatchObject({ files: [{ name }, { name }] });
  await portal.db.write({ kind: 'system', name: 'accounts' }, (tx) => closeAccount(tx, ana));
  expect(await collect()).toEqual(expect.arrayContaining([shown.contentId, unused.contentId]));
});

it('a file of a bid stands readable on no path: neither its name nor its bytes', async () => {
  const ana = await member();
  const announced = (actor: Actor, statement: string) =>
    portal.db.write(actor, ({ sql }) => sql.unsafe(statement));
  await expect(
    announced(
      ana,
      `insert into files (kind, name, bytes, uploaded_by) values ('BID_FILE', 'Price.pdf', 9, '${ana.userId}')`,
    ),
  ).rejects.toThrow('Upload the file again');
  const fileId = await portal.db.write(ana, (tx) =>
    beginFile(tx, testKeys, { kind: 'BID_FILE', name: 'Price.pdf', bytes: 9 }),
  );
  const [row] = await portal.owner<{ text: string }[]>`
    select concat(f::text, encode(encrypted_name, 'escape')) as text from files f where id = ${fileId}`;
  expect(row?.text).not.toContain('Price');
  const listed = await portal.db.read(ana, (tx) => listUnfinishedFiles(tx, testKeys, { kind: 'BID_FILE' }));
  expect(listed).toMatchObject([{ id: fileId, name: 'Price.pdf' }]);
  const content = { sha256: 'e'.repeat(64), bytes: 9, contentType: 'application/pdf' };
  const contentId = await portal.db.write(system, (tx) => announceContent(tx, content));
  await expect(
    portal.db.write(system, (tx) => finishFile(tx, { fileId, contentId, ...content })),
  ).rejects.toThrow('Upload the file again');
  // The way for encrypted names is no way for other uses, or for a visitor.
  const begin = `select begin_encrypted_file(time_ordered_uuid(), 'PROFILE_PHOTO', 9, 'x')`;
  await expect(announced(ana, begin)).rejects.toThrow('may not');
  await expect(announced({ kind: 'visitor' }, begin.replace('PROFILE_PHOTO', 'BID_FILE'))).rejects.toThrow(
    'may not',
  );
});
