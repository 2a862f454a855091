import { wordsOfChange } from '@namc/inputs/change-words';
import { mostFollows } from '@namc/inputs/follows';
import { describe, expect, it } from 'vitest';
import { addContractors } from '../contractors/factory.ts';
import { connect } from '../engine/connection.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { followLicense, noteFollow } from './commands/own.ts';
import { member, startFollows, usual } from './license-files.fixture.ts';
import { listFollows } from './queries.ts';

const portal = testDatabase();
const { follow, heardBy, importFirms, lettersTo, tellEverybody, unfollow } = startFollows(portal);

class Killed extends Error {}

/** The board's file is undone as the portal undoes it: its changes are deleted, and the firm is as it was. */
async function undo(runId: string, license: string, status: string): Promise<void> {
  const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await superuser.begin(async (sql) => {
    await sql`delete from contractor_changes where import_run_id = ${runId}`;
    await sql`update california_contractors set primary_status = ${status} where license_number = ${license}`;
  });
  await superuser.end();
}

describe('a person who follows a license', () => {
  it('hears of exactly the changes that came with an import while they followed it, each of them once', async () => {
    let seed = 20_261_126;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    const pick = <T>(all: readonly T[]): T => all[random(all.length)] as T;
    const licenses = Array.from({ length: 12 }, (_, number) => String(2_000_001 + number));
    const firms = new Map(licenses.map((license) => [license, { ...usual }]));
    await importFirms(firms);
    const people = await Promise.all([1, 2, 3, 4].map(() => addMember(portal.db)));
    const followed = new Map(people.map((person) => [person, new Set<string>()]));
    const due = new Map(people.map((person) => [person, [] as string[]]));

    const acts = {
      follow: async () => {
        const [person, license] = [pick(people), pick(licenses)];
        await follow(person, license);
        followed.get(person)?.add(license);
      },
      unfollow: async () => {
        const person = pick(people);
        const [license] = followed.get(person) ?? [];
        if (!license) return;
        await unfollow(person, license);
        followed.get(person)?.delete(license);
      },
      import: async () => {
        for (let count = 0; count < 5; count += 1) {
          const firm = firms.get(pick(licenses));
          if (!firm) continue;
          const fact = pick(['status', 'bondCanceled', 'expires'] as const);
          if (fact === 'status') firm.status = pick(['CLEAR', 'Work Comp Susp', 'Contr Bond Susp']);
          else if (fact === 'bondCanceled') firm.bondCanceled = pick(['', '01/02/2027', '02/03/2027']);
          else firm.expires = pick(['03/31/2029', '03/31/2031']);
        }
        const runId = await importFirms(firms);
        const changes = await portal.owner<
          { license: string; kind: string; before: string | null; after: string | null }[]
        >`
          select license_number as license, kind, before, after from contractor_changes where import_run_id = ${runId}`;
        for (const { license, ...change } of changes) {
          for (const person of people) {
            if (!followed.get(person)?.has(license)) continue;
            due.get(person)?.push(`${license}: ${wordsOfChange(change).sentence}`);
          }
        }
      },
      tell: () => tellEverybody(),
      /** A worker that is killed before the commit has told nobody. */
      killed: () =>
        tellEverybody(() => {
          throw new Killed();
        }).catch((error) => {
          if (!(error instanceof Killed)) throw error;
        }),
    };
    const deck = ['follow', 'follow', 'follow', 'unfollow', 'import', 'import', 'tell', 'killed'] as const;
    for (let step = 0; step < 8; step += 1) await acts.follow();
    for (let step = 0; step < 60; step += 1) await acts[pick(deck)]();
    await acts.tell();
    for (const person of people) {
      expect((await heardBy(person)).sort()).toEqual((due.get(person) ?? []).sort());
    }
    expect([...due.values()].flat().length).toBeGreaterThan(20);
  });

  it('gets one letter and one notification for all of an import, with what bears on the standing first', async () => {
    const firms = new Map(['2000001', '2000002'].map((license) => [license, { ...usual }]));
    for (const license of Array.from({ length: 10 }, (_, number) => String(2_000_003 + number)))
      firms.set(license, { ...usual });
    await importFirms(firms);
    const person = await addMember(portal.db);
    await follow(person, '2000001');
    await follow(person, '2000002');
    firms.set('2000001', { ...usual, expires: '03/31/2031' });
    firms.set('2000002', { ...usual, expires: '03/31/2031', bondCanceled: '01/02/2099' });
    await importFirms(firms);
    await tellEverybody();
    await tellEverybody();
    const [letter, ...more] = await lettersTo(person);
    expect(more).toEqual([]);
    expect(letter?.firms.map(({ licenseNumber, changes }) => [licenseNumber, changes.length])).toEqual([
      ['2000002', 2],
      ['2000001', 1],
    ]);
    expect(letter?.firms[0]?.changes[0]).toContain('contractor bond canceled as of January 2, 2099');
    const [, bonded] = await portal.db
      .read(member(person), listFollows)
      .then((all) =>
        all.toSorted((a, b) => a.contractor.licenseNumber.localeCompare(b.contractor.licenseNumber)),
      );
    expect(bonded?.change).toMatchObject({ kind: 'bond_cancellation_set' });
    // The standing says what the cancellation leads to.
    expect(letter?.firms[0]?.standing).toContain(
      'with a warning. The contractor bond will be canceled on January 2, 2099.',
    );
    const notifications = await portal.owner`
      select title, path from notifications where user_id = ${person}`;
    expect(notifications).toEqual([{ title: 'Changes at 2 firms that you follow', path: '/saved' }]);
  });

  it('hears that the license left the file and that it came back, each with its standing of that day', async () => {
    const firms = new Map(
      Array.from({ length: 30 }, (_, number) => [String(2_000_001 + number), { ...usual }]),
    );
    await importFirms(firms);
    const person = await addMember(portal.db);
    await follow(person, '2000015');
    const present = firms.get('2000015') ?? usual;
    firms.delete('2000015');
    await importFirms(firms);
    await tellEverybody();
    const seen = async () => (await portal.db.read(member(person), listFollows))[0];
    expect((await seen())?.contractor.standing.short).toBe('No longer listed');
    firms.set('2000015', { ...present, status: 'Work Comp Susp' });
    await importFirms(firms);
    await tellEverybody();
    expect(await seen()).toMatchObject({ change: { kind: 'returned', after: 'Work Comp Susp' } });
    const suspended = 'suspended: proof of workers’ compensation coverage is missing';
    const letters = await lettersTo(person);
    expect(letters.map(({ firms: told }) => told.map(({ changes }) => changes))).toEqual([
      [['no longer in the board’s file']],
      [
        [
          `back in the board’s file, with the status “${suspended}”`,
          `the board’s status is now “${suspended}” (before: “clear”)`,
        ],
      ],
    ]);
    expect(letters[0]?.firms[0]?.standing).toMatch(/^No longer in the board’s file since /);
    expect(letters[1]?.firms[0]?.standing).toMatch(/^Suspended/);
    const titles = await portal.owner`select title from notifications where user_id = ${person} order by id`;
    expect(titles).toEqual([
      { title: 'Example Builders 2000015: no longer in the board’s file' },
      { title: `Example Builders 2000015: back in the board’s file, with the status “${suspended}”` },
    ]);
  });

  it('hears nothing of an import that is undone before the letter, and of the undoing when it was told', async () => {
    const firms = new Map(
      Array.from({ length: 12 }, (_, number) => [String(2_000_001 + number), { ...usual }]),
    );
    await importFirms(firms);
    const [early, late] = [await addMember(portal.db), await addMember(portal.db)];
    await follow(early, '2000001');
    firms.set('2000001', { ...usual, status: 'Work Comp Susp' });
    const first = await importFirms(firms);
    await tellEverybody();
    await undo(first, '2000001', 'CLEAR');
    await follow(late, '2000001');
    firms.set('2000002', { ...usual, status: 'Contr Bond Susp' });
    const again = await importFirms(firms);
    await undo(again, '2000001', 'CLEAR');
    await tellEverybody();
    const sentence =
      '2000001: the board’s status is now “suspended: proof of workers’ compensation coverage is missing” (before: “clear”)';
    const undone = `2000001: we withdrew the board’s file of November 2, 2026, which was wrong. This no longer applies: ${sentence.slice('2000001: '.length)}`;
    expect(await heardBy(late)).toEqual([]);
    // One letter, with the standing that holds again.
    expect(await heardBy(early)).toEqual([sentence, undone]);
    expect((await lettersTo(early)).at(-1)?.firms[0]?.standing).toMatch(/^In good standing/);
    firms.set('2000003', { ...usual, status: 'Contr Bond Susp' });
    await importFirms(firms);
    await tellEverybody();
    expect(await heardBy(early)).toEqual([sentence, undone, sentence]);
    expect(await heardBy(late)).toEqual([sentence]);
    // The same change is news again once it has been taken back.
    firms.set('2000001', { ...usual });
    await importFirms(firms);
    await tellEverybody();
    firms.set('2000001', { ...usual, status: 'Work Comp Susp' });
    await importFirms(firms);
    await tellEverybody();
    expect((await heardBy(early)).filter((one) => one === sentence)).toHaveLength(3);
  });

  it('reads what is taken back, by the file that told it, and the end of the term that is near again', async () => {
    const clock = await portal.owner<{ today: string }[]>`
      select to_char(now() at time zone 'America/Los_Angeles', 'MM/DD/YYYY') as today`;
    const today = clock[0]?.today ?? '';
    const firms = new Map(
      Array.from({ length: 12 }, (_, number) => [String(2_000_001 + number), { ...usual, expires: today }]),
    );
    await importFirms(firms);
    const person = await addMember(portal.db);
    await follow(person, '2000001');
    firms.set('2000001', { ...usual, expires: '11/30/2031', bondCanceled: '01/02/2099' });
    const runId = await importFirms(firms);
    await tellEverybody();
    const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
    await superuser.begin(async (sql) => {
      await sql`delete from contractor_changes where import_run_id = ${runId}`;
      await sql`
        update california_contractors set expiration_date = (now() at time zone 'America/Los_Angeles')::date,
               contractor_bond_cancellation_date = null where license_number = '2000001'`;
    });
    await superuser.end();
    await tellEverybody();
    const [firm] = (await lettersTo(person)).at(-1)?.firms ?? [];
    expect(firm?.changes).toEqual([
      expect.stringMatching(
        /^we withdrew the board’s file of November 2, 2026, which was wrong\. This no longer applies: contractor bond canceled as of January 2, 2099; expires on November 30, 2031 \(before: .+\)$/,
      ),
    ]);
    expect(firm?.standing).toMatch(
      /^In good standing.+ The license expires after .+, unless it is renewed\.$/,
    );
  });

  it('hears nothing while suspended, and a closed membership keeps no news for later', async () => {
    const firms = new Map(
      Array.from({ length: 12 }, (_, number) => [String(2_000_001 + number), { ...usual }]),
    );
    await importFirms(firms);
    const [suspended, lapsed] = [await addMember(portal.db), await addMember(portal.db)];
    await follow(suspended, '2000001');
    await follow(lapsed, '2000001');
    await portal.owner`update users set status = 'LAPSED' where id = ${lapsed}`;
    firms.set('2000001', { ...usual, status: 'Work Comp Susp' });
    await importFirms(firms);
    await portal.owner`update users set status = 'SUSPENDED' where id = ${suspended}`;
    await tellEverybody();
    await portal.owner`update users set status = 'ACTIVE' where id in (${suspended}, ${lapsed})`;
    await tellEverybody();
    expect([await heardBy(suspended), await heardBy(lapsed)]).toEqual([[], []]);
  });

  it('follows a license once, with a note of their own, and at most as many as the limit', async () => {
    const licenses = Array.from({ length: mostFollows + 1 }, (_, number) => String(4_000_001 + number));
    await addContractors(
      portal.owner,
      licenses.map((licenseNumber) => ({ licenseNumber })),
    );
    const person = await addMember(portal.db);
    await portal.db.write(member(person), async (tx) => {
      for (const licenseNumber of licenses.slice(1, mostFollows)) await followLicense(tx, { licenseNumber });
    });
    await follow(person, '4000001');
    await follow(person, '4000001');
    await portal.db.write(member(person), (tx) =>
      noteFollow(tx, { licenseNumber: '4000001', note: 'Bids with us.' }),
    );
    const listed = await portal.db.read(member(person), listFollows);
    expect(listed).toHaveLength(mostFollows);
    expect(listed[0]).toMatchObject({ note: 'Bids with us.', contractor: { licenseNumber: '4000001' } });
    await expect(follow(person, String(4_000_001 + mostFollows))).rejects.toThrow(
      'You follow 200 licenses already, and that’s the most. Unfollow one first.',
    );
    await expect(follow(person, '99999999')).rejects.toThrow('99999999');
    await unfollow(person, '4000001');
    await unfollow(person, '4000001');
    await Promise.allSettled([follow(person, '4000001'), follow(person, String(4_000_001 + mostFollows))]);
    expect(await portal.db.read(member(person), listFollows)).toHaveLength(mostFollows);
  });
});
