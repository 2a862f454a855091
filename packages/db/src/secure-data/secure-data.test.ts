import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { saveSecureDataInput } from '@namc/inputs/secure-data';
import { describe, expect, inject, it } from 'vitest';
import { transferCompany } from '../companies/commands.ts';
import { addColleague, addSampleCompany } from '../companies/factory.ts';
import { type Actor, openDatabase } from '../database.ts';
import { connect } from '../engine/connection.ts';
import { blindIndex, decrypt, encrypt } from '../engine/secrets/cipher.ts';
import { type KeyRing, makeKey, readKeyRing } from '../engine/secrets/key-ring.ts';
import { addMember } from '../members/factory.ts';
import { rotateKeys } from '../tools/cli/rotate-keys.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { revealSecureData, saveOwnSecureData, saveSecureData } from './commands.ts';
import { findMaskedSecureData, findSecureData, findUserByTaxId } from './queries.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const [first, second] = [makeKey(), makeKey()];
const old = readKeyRing(first);
const rotated = readKeyRing(`${second}\n${first}`);
const place = { table: 'secure_data', column: 'encrypted_tax_id', row: '1' };
const bankAccount = { routingNumber: '021000021', accountNumber: '555000111222' };
const member = (userId: string): Actor => ({ kind: 'member', userId });
const onBehalfOf = (userId: string): Actor => ({ kind: 'system', name: 'test', onBehalfOf: userId });
const save = (ring: KeyRing, userId: string, draft: object, actor = onBehalfOf(userId)) =>
  portal.db.write(actor, (tx) => saveSecureData(tx, ring, saveSecureDataInput.parse({ userId, ...draft })));
const read = (ring: KeyRing, userId: string, actor: Actor = member(userId)) =>
  portal.db.read(actor, (tx) => findSecureData(tx, ring, { userId }));

describe('a ciphertext', () => {
  it('decrypts to its original, and differs each time', () => {
    const text = 'Ñandú 12-3456789 🏗️';
    expect(decrypt(old, place, encrypt(old, place, text))).toBe(text);
    expect(encrypt(old, place, text).equals(encrypt(old, place, text))).toBe(false);
    expect(decrypt(old, place, encrypt(old, place, ''))).toBe('');
  });

  it('decrypts in no other row, column or table, and not after a bit is changed', () => {
    const bytes = encrypt(old, place, 'secret');
    for (const elsewhere of [{ row: '2' }, { column: 'encrypted_bank_account' }, { table: 'users' }]) {
      expect(() => decrypt(old, { ...place, ...elsewhere }, bytes)).toThrow('cannot be read');
    }
    for (let at = 0; at < bytes.length; at += 1) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      expect(() => decrypt(old, place, damaged)).toThrow();
    }
    expect(() => decrypt(old, place, Buffer.alloc(0))).toThrow('cannot be read');
  });

  it('names a missing key, and a wrong key under the same name, without revealing the content', () => {
    const bytes = encrypt(old, place, 'secret');
    const missing = readKeyRing(second);
    expect(() => decrypt(missing, place, bytes)).toThrow(`The key ${old.current.id} is missing`);
    const wrong = readKeyRing(`${old.current.id}:${second.split(':')[1]}`);
    expect(() => decrypt(wrong, place, bytes)).toThrow('encrypted with another key');
  });
});

describe('keys', () => {
  it.each([
    ['', 'holds no key'],
    ['just-a-name', 'line 1 is not of the form'],
    [`${first}\nUPPER:${'A'.repeat(43)}=`, 'line 2 is not of the form'],
    [`a:${Buffer.alloc(16).toString('base64')}`, 'line 1 is not of the form'],
    [`${first},${first}`, 'line 2 repeats the id'],
  ])('of the form %j are refused by line, and not repeated in the message', (text, message) => {
    expect(() => readKeyRing(text)).toThrow(message);
    try {
      readKeyRing(text);
    } catch (error) {
      expect(String(error)).not.toContain(first.split(':')[1]);
    }
  });

  it('are separate for each use', () => {
    const { encryption, index, seal } = old.current;
    expect(new Set([encryption, index, seal].map((key) => key.toString('hex'))).size).toBe(3);
    expect(blindIndex(old.current, 'a', 'x').equals(blindIndex(old.current, 'b', 'x'))).toBe(false);
  });
});

describe('tax and bank details', () => {
  it('are stored field by field for their owner, and found by their number', async () => {
    const userId = await addMember(portal.db);
    await save(old, userId, { taxId: '12-3456789' });
    await save(old, userId, { bankAccount });
    expect(await read(old, userId)).toEqual({ taxId: '123456789', bankAccount });
    expect(await read(old, userId, member(await addMember(portal.db)))).toBeUndefined();
    const finance = await addMember(portal.db, { roles: ['finance'] });
    expect(await read(old, userId, { kind: 'staff', userId: finance })).toMatchObject({ taxId: '123456789' });
    const find = (ring: KeyRing, taxId: string) =>
      portal.db.read(system, (tx) => findUserByTaxId(tx, ring, { taxId }));
    expect(await find(old, '123456789')).toBe(userId);
    expect(await find(rotated, '12-3456789')).toBe(userId);
    expect(await find(old, '987654321')).toBeUndefined();
  });

  it.each([
    [{ taxId: '1234' }, 'taxId'],
    [{ bankAccount: { ...bankAccount, routingNumber: '021000022' } }, 'routingNumber'],
    [{ bankAccount: { ...bankAccount, accountNumber: 'abc' } }, 'accountNumber'],
  ])('that cannot be right are refused by field: %j', async (draft, field) => {
    const userId = await addMember(portal.db);
    await expect(async () => save(old, userId, draft)).rejects.toThrow(field);
  });

  it('of another person are unreachable, and a swapped ciphertext does not decrypt', async () => {
    const [ana, ben] = [await addMember(portal.db), await addMember(portal.db)];
    await save(old, ana, { taxId: '111111111' });
    await save(old, ben, { taxId: '222222222' });
    await expect(save(old, ben, { taxId: '333333333' }, member(ana))).rejects.toThrow();
    // A ciphertext and the key's name are the portal's to choose, for one's own row too.
    await expect(save(old, ben, { taxId: '333333333' }, member(ben))).rejects.toThrow();
    const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
    await superuser`
      update secure_data a set encrypted_tax_id = b.encrypted_tax_id from secure_data b
      where a.user_id = ${ben} and b.user_id = ${ana}`;
    await superuser`update secure_data set encrypted_bank_account = encrypted_tax_id where user_id = ${ana}`;
    await superuser.end();
    await expect(read(old, ben)).rejects.toThrow('secure_data.encrypted_tax_id');
    await expect(read(old, ana)).rejects.toThrow('secure_data.encrypted_bank_account');
  });
});

describe('an owner of a company', () => {
  const origin = 'https://portal.example.org';
  const saveOwn = (userId: string, draft: object) =>
    portal.db.write(onBehalfOf(userId), (tx) =>
      saveOwnSecureData(tx, old, { ...saveSecureDataInput.parse({ userId, ...draft }), portal: origin }),
    );
  const lettersTo = async (userId: string) =>
    (await portal.owner`select template from mails where user_id = ${userId} order by id`).map(
      ({ template }) => template,
    );
  const finance = async (): Promise<Actor & { kind: 'staff' }> => ({
    kind: 'staff',
    userId: await addMember(portal.db, { roles: ['finance'] }),
  });
  const reveal = (by: Actor, userId: string, field: 'TAX_ID' | 'BANK_ACCOUNT') =>
    portal.db.write(by, (tx) =>
      revealSecureData(tx, old, { userId, field, reason: 'Form 1099.', portal: origin }),
    );

  it('enters and replaces the details, sees their ends alone, and hears of each change', async () => {
    const userId = await addMember(portal.db, { company: 'Owner Electric' });
    await saveOwn(userId, { taxId: '12-3456789' });
    await saveOwn(userId, { bankAccount });
    await saveOwn(userId, { taxId: '98-7654321' });
    const masked = await portal.db.read(member(userId), (tx) => findMaskedSecureData(tx, old, { userId }), {
      freshness: 'latest',
    });
    expect(masked).toEqual({ taxIdEnd: '4321', routingEnd: '0021', accountEnd: '1222' });
    expect(await lettersTo(userId)).toEqual(Array(3).fill('secure-data-changed'));
    // What was replaced is found by nobody any more.
    const found = await portal.db.read(system, (tx) => findUserByTaxId(tx, old, { taxId: '123456789' }));
    expect(found).not.toBe(userId);
  });

  it('is the only one who enters them', async () => {
    const userId = await addMember(portal.db);
    await expect(saveOwn(userId, { bankAccount })).rejects.toThrow('Only the owner of a company');
    expect(await read(old, userId)).toBeUndefined();
  });

  it('keeps the details after a transfer: the new owner reads none of them, and the old one enters no more', async () => {
    const [before, after] = [await addMember(portal.db), await addMember(portal.db)];
    const companyId = await addSampleCompany(portal.db, before);
    await addColleague(portal.db, { companyId, ownerId: before }, after);
    await save(old, before, { taxId: '123456788', bankAccount });
    await portal.db.write(member(before), (tx) => transferCompany(tx, { companyId, userId: after }));
    // Neither by asking for the other account, nor as one's own.
    for (const of of [before, after]) expect(await read(old, of, member(after))).toBeUndefined();
    await expect(saveOwn(before, { taxId: '123456787' })).rejects.toThrow('Only the owner');
    // They are the account's own, and go with it alone.
    expect((await read(old, before))?.taxId).toBe('123456788');
  });

  it('hears when finance staff look at one value, whose reason stays in the trail', async () => {
    const userId = await addMember(portal.db, { company: 'Seen Electric' });
    await saveOwn(userId, { bankAccount });
    const staff = await finance();
    expect(await reveal(staff, userId, 'BANK_ACCOUNT')).toEqual({ taxId: null, bankAccount });
    expect(await lettersTo(userId)).toEqual(['secure-data-changed', 'secure-data-seen']);
    const [act] = await portal.owner`
      select user_id, reason, details from admin_actions where action = 'secure_data.reveal' and target_user_id = ${userId}`;
    expect(act).toMatchObject({
      user_id: staff.userId,
      reason: 'Form 1099.',
      details: { field: 'BANK_ACCOUNT' },
    });
    expect(JSON.stringify(act)).not.toContain(bankAccount.accountNumber);
    await expect(reveal(staff, userId, 'TAX_ID')).rejects.toThrow('There is no such value');
  });

  it('is not revealed to staff without the permission, nor to themselves', async () => {
    const userId = await addMember(portal.db, { company: 'Hidden Electric', roles: ['finance'] });
    await saveOwn(userId, { bankAccount });
    await expect(reveal({ kind: 'staff', userId }, userId, 'BANK_ACCOUNT')).rejects.toThrow('Somebody else');
    const support: Actor = { kind: 'staff', userId: await addMember(portal.db, { roles: ['support'] }) };
    await expect(reveal(support, userId, 'BANK_ACCOUNT')).rejects.toThrow();
    expect(await lettersTo(userId)).toEqual(['secure-data-changed']);
  });
});

describe('a new key', () => {
  it('replaces the old key row by row, can stop and continue, and loses nothing saved meanwhile', async () => {
    await portal.db.write(system, ({ sql }) => sql`update secure_data set encrypted_bank_account = null`);
    const people = await Promise.all(Array.from({ length: 12 }, () => addMember(portal.db)));
    for (const [at, userId] of people.entries()) await save(old, userId, { taxId: `5550000${10 + at}` });
    const stop = new AbortController();
    await expect(
      rotateKeys({
        db: portal.db,
        ring: rotated,
        batchSize: 5,
        signal: stop.signal,
        onProgress: () => stop.abort(),
      }),
    ).rejects.toThrow();
    const left = async () =>
      (
        await portal.db.read(
          system,
          ({ sql }) => sql`select from secure_data where key_id <> ${rotated.current.id}`,
        )
      ).length;
    const remaining = await left();
    expect(remaining).toBeGreaterThan(0);
    const [result] = await Promise.all([
      rotateKeys({ db: portal.db, ring: rotated, batchSize: 2 }),
      ...people.map((userId) => save(rotated, userId, { bankAccount })),
    ]);
    // Two rows of the previous test hold swapped ciphertexts: they are named, and stay.
    expect(result.unreadable.length).toBeGreaterThan(0);
    expect(await left()).toBe(result.unreadable.length);
    const onlyNew = readKeyRing(second);
    for (const [at, userId] of people.entries()) {
      expect(await read(onlyNew, userId)).toEqual({ taxId: `5550000${10 + at}`, bankAccount });
    }
    expect(await portal.db.read(system, (tx) => findUserByTaxId(tx, onlyNew, { taxId: '555000010' }))).toBe(
      people[0],
    );
    expect((await rotateKeys({ db: portal.db, ring: rotated })).rotated).toBe(0);
  });
});

it('no plain text appears in the database, its statistics, its trail or its log', async () => {
  const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  const logins = ['portal_public', 'portal_staff', 'portal_system'];
  // The most verbose log that a server can write.
  for (const setting of ['log_min_duration_statement = 0', `log_statement = 'all'`]) {
    for (const login of logins) await superuser.unsafe(`alter role ${login} set ${setting}`);
  }
  try {
    const db = openDatabase(portal.urls);
    const userId = await addMember(portal.db);
    await db.write(onBehalfOf(userId), (tx) =>
      saveSecureData(tx, rotated, {
        userId,
        taxId: '987001234',
        bankAccount: { ...bankAccount, accountNumber: '98700998877' },
      }),
    );
    await db.read(member(userId), (tx) => findSecureData(tx, rotated, { userId }));
    await db.read(system, (tx) => findUserByTaxId(tx, rotated, { taxId: '987-00-1234' }));
    await db.close();
    await superuser`analyze`;
    const tables = await superuser<{ name: string }[]>`
      select oid::regclass::text as name from pg_class
      where relkind = 'r' and (relnamespace = 'public'::regnamespace or relname in ('pg_statistic'))`;
    const secrets = ['987001234', '98700998877', Buffer.from('987001234').toString('hex')];
    for (const { name } of tables) {
      for (const secret of secrets) {
        const found = await superuser.unsafe(
          `select from ${name} t where t::text like '%${secret}%' limit 1`,
        );
        expect(found, `${secret} in ${name}`).toHaveLength(0);
      }
    }
    const log = readFileSync(join(inject('portalCluster').directory, 'server.log'), 'utf8');
    expect(log).toContain('secure_data');
    // The search just above is in the log as well.
    const said = log.split('\n').filter((line) => !line.includes(' like '));
    for (const secret of secrets) expect(said.filter((line) => line.includes(secret))).toEqual([]);
  } finally {
    for (const login of logins) {
      await superuser.unsafe(
        `alter role ${login} reset log_min_duration_statement; alter role ${login} reset log_statement`,
      );
    }
    await superuser.end();
  }
});
