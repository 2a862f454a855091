import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wordsOfChange } from '@namc/inputs/change-words';
import { mostFollows } from '@namc/inputs/follows';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addContractors } from '../contractors/factory.ts';
import { importContractors } from '../contractors/import/import-contractors.ts';
import { headerNames } from '../contractors/import/master-file.ts';
import { connect } from '../engine/connection.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { addMember } from '../members/factory.ts';
import { system } from '../tools/testing/sample.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { noteDueDates } from './commands/due-dates.ts';
import { followLicense, noteFollow, unfollowLicense } from './commands/own.ts';
import { tellFollower } from './commands/tell.ts';
import type { News } from './letters.ts';
import { listFollows, listLicenseNotices, listPeopleToTell } from './queries.ts';

const portal = testDatabase();
const origin = 'https://portal.example.org';
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'namc-portal-follows-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
/** A file with far fewer firms than the table is refused. */
beforeEach(async () => {
  const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await superuser`truncate california_contractors, contractor_import_runs, contractor_changes, contractor_words, contractor_county_counts cascade`;
  await superuser.end();
});

/** The facts of a firm in the board's file that the tests change. */
interface Firm {
  status: string;
  bondCanceled: string;
  expires: string;
}
const usual: Firm = { status: 'CLEAR', bondCanceled: '', expires: '03/31/2029' };

function lineOf(license: string, { status, bondCanceled, expires }: Firm): string {
  const facts: Record<string, string> = {
    LicenseNo: license,
    LastUpdate: '11/02/2026',
    BusinessName: `EXAMPLE BUILDERS ${license}`,
    City: 'OAKLAND',
    State: 'CA',
    County: 'Alameda',
    ZIPCode: '94601',
    BusinessType: 'Corporation',
    IssueDate: '01/10/2015',
    ExpirationDate: expires,
    PrimaryStatus: status,
    'Classifications(s)': 'B',
    CBCancellationDate: bondCanceled,
  };
  return headerNames.map((name) => facts[name] ?? '').join(',');
}

async function importFirms(firms: Map<string, Firm>): Promise<string> {
  const file = join(folder, 'master.csv');
  const lines = [...firms].map(([license, firm]) => lineOf(license, firm));
  await writeFile(file, `${[headerNames.join(','), ...lines].join('\r\n')}\r\n`);
  const { runId } = await importContractors({
    url: portal.importUrl,
    embedded: false,
    file,
    importedBy: 'test',
  });
  return runId;
}

const member = (userId: string) => ({ kind: 'member', userId }) as const;
const follow = (userId: string, licenseNumber: string) =>
  portal.db.write(member(userId), (tx) => followLicense(tx, { licenseNumber }));
const unfollow = (userId: string, licenseNumber: string) =>
  portal.db.write(member(userId), (tx) => unfollowLicense(tx, { licenseNumber }));

/** Everything that a person was told, letter by letter. */
async function lettersTo(userId: string): Promise<News[]> {
  const rows = await portal.owner<{ about: News }[]>`
    select about from mails join mail_contents on mail_id = mails.id
    where user_id = ${userId} and template = 'followed-changes' order by mails.id`;
  return rows.map(({ about }) => about);
}
const heardBy = async (userId: string): Promise<string[]> =>
  (await lettersTo(userId)).flatMap(({ firms }) =>
    firms.flatMap(({ licenseNumber, changes }) => changes.map((sentence) => `${licenseNumber}: ${sentence}`)),
  );

async function tellEverybody(then: (tx: WriteTransaction) => void = () => undefined): Promise<void> {
  for (const userId of await portal.db.read(system, (tx) => listPeopleToTell(tx, { isWeekly: false }))) {
    await portal.db.write(system, async (tx) => {
      await tellFollower(tx, { userId, isWeekly: false, origin });
      then(tx);
    });
  }
}

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

  it('hears of a license that ends within 30 days and of a cancellation on its day, each of them once', async () => {
    const day = async (ahead: number) => {
      const [row] = await portal.owner<{ day: string }[]>`
        select ((now() at time zone 'America/Los_Angeles')::date + ${ahead}::int)::text as day`;
      return row?.day ?? '';
    };
    await addContractors(portal.owner, [
      { licenseNumber: '3000001', expirationDate: await day(30), secondaryStatus: 'Pending Case/CIT' },
      { licenseNumber: '3000002', expirationDate: await day(31) },
      { licenseNumber: '3000003', contractorBondCancellationDate: await day(0) },
      { licenseNumber: '3000004', contractorBondCancellationDate: await day(1) },
      {
        licenseNumber: '3000005',
        contractorBondCancellationDate: await day(0),
        contractorBondEffectiveDate: await day(1),
      },
      { licenseNumber: '3000006', workersCompCancellationDate: await day(-2) },
      { licenseNumber: '3000007', expirationDate: await day(10), primaryStatus: 'Work Comp Susp' },
    ]);
    const person = await addMember(portal.db);
    for (let number = 1; number <= 7; number += 1) await follow(person, `300000${number}`);
    for (let times = 0; times < 2; times += 1) {
      await portal.db.write(system, noteDueDates);
      await tellEverybody();
    }
    const letters = await lettersTo(person);
    expect(letters).toHaveLength(1);
    expect(letters[0]?.firms.map(({ licenseNumber }) => licenseNumber).sort()).toEqual([
      '3000001',
      '3000003',
      '3000006',
    ]);
    // The note that is the warning of the headline, and the last day that is near.
    const ending = letters[0]?.firms.find(({ licenseNumber }) => licenseNumber === '3000001')?.standing;
    expect(ending).toContain('a disciplinary case or a citation pending');
    expect(ending).toMatch(/The license expires after .+, unless it is renewed\./);
  });

  it('hears of every day that the license’s page counts, when it comes, and of none that it does not count', async () => {
    const [row] = await portal.owner<{ today: string; before: string; ninetyBefore: string }[]>`
      select today::text, (today - 100)::text as before, (today - 90)::text as "ninetyBefore" from (select (now() at time zone 'America/Los_Angeles')::date as today) clock`;
    const { today = '', before = '', ninetyBefore = '' } = row ?? {};
    const usual = { lastUpdated: before, contractorBondEffectiveDate: before };
    const due = [
      { pendingSuspension: today },
      { workersCompSuspensionDate: today },
      { workersCompCancellationDate: today },
      { policyCancellationDate: today },
      { contractorBondCancellationDate: today },
      { workerBondCancellationDate: today, businessType: 'Limited Liability' },
      { disciplinaryBondCancellationDate: today },
      { qualifierBondCancellationDate: today },
      { inactivationDate: today },
      { pendingClassRemoval: today },
      { pendingClassReplacement: today },
      { qualifierLeavesOn: today },
      { qualifierLeavesOn: ninetyBefore },
      { inactivationDate: today, pendingSuspension: today },
      { primaryStatus: 'Liab Ins Susp', inactivationDate: today, qualifierLeavesOn: today },
      { policySuspensionDate: today },
      { classDepartures: [`B ${today}`, `C-10 ${ninetyBefore} 2099-01-01`] },
      { qualifierGapFrom: today, qualifierGapUntil: '2099-01-01' },
      { inactivationDate: before, reactivationDate: today },
      { primaryStatus: 'Liab Ins Susp', inactivationDate: before, reactivationDate: today },
      { issueDate: today },
      {
        barredMembers: [
          `1000001 ${today} 9999-12-31 suspended-inferred`,
          '1000002 0001-01-01 9999-12-31 suspended',
        ],
      },
      // The end of an older inactive time.
      { inactivationDate: '2099-01-01', reactivationDate: today },
      // The bond of a person who has left, an LLC's bond at a firm that is none, and a disciplinary bond that is no longer required.
      { qualifierBondCancellationDate: today, qualifierBondHolderLeavesOn: today },
      { workerBondCancellationDate: today, businessType: 'Corporation' },
      {
        disciplinaryBondCancellationDate: today,
        disciplinaryBondEffectiveDate: '2020-01-02',
        disciplinaryBondRequiredDate: '2024-01-02',
      },
    ].map((facts, number) => ({ ...usual, ...facts, licenseNumber: String(3_000_101 + number) }));
    await addContractors(portal.owner, due);
    const person = await addMember(portal.db);
    for (const { licenseNumber } of due) await follow(person, licenseNumber);
    for (let times = 0; times < 2; times += 1) await portal.db.write(system, noteDueDates);
    const noted = await portal.owner<{ license: string; kind: string; after: string }[]>`
      select license_number as license, kind, after from followed_changes where user_id = ${person} order by 1, kind::text`;
    expect(noted.map(({ license, kind }) => [Number(license) - 3_000_100, kind])).toEqual([
      [1, 'pending_suspension_due'],
      [2, 'workers_comp_suspension_due'],
      [3, 'workers_comp_cancellation_due'],
      [4, 'policy_cancellation_due'],
      [5, 'bond_cancellation_due'],
      [6, 'worker_bond_cancellation_due'],
      [7, 'disciplinary_bond_cancellation_due'],
      [8, 'qualifier_bond_cancellation_due'],
      [9, 'inactivation_due'],
      [10, 'pending_class_removal_due'],
      [11, 'pending_class_replacement_due'],
      [12, 'qualifier_departure_due'],
      [13, 'no_qualifier_due'],
      [14, 'inactivation_due'],
      [14, 'pending_suspension_due'],
      [15, 'inactivation_due'],
      [15, 'qualifier_departure_due'],
      [16, 'workers_comp_suspension_due'],
      [17, 'qualifier_class_departure_due'],
      [17, 'qualifier_class_due'],
      [18, 'qualifier_departure_due'],
      [19, 'reactivation_due'],
      [20, 'reactivation_due'],
      [21, 'issue_due'],
      [22, 'member_barred_due'],
    ]);
    expect(noted.slice(-7, -4).map(({ after }) => after)).toEqual([
      `B ${today}`,
      `C-10 ${today}`,
      `${today} 2099-01-01`,
    ]);
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

describe('an owner of a company with a license', () => {
  const own = async (userId: string, licenseNumber: string) => {
    await portal.owner`update companies set license_number = null where license_number = ${licenseNumber}`;
    const [company] = await portal.owner<{ id: string }[]>`
      insert into companies (name, license_number) values ('Example Own Firm', ${licenseNumber}) returning id`;
    if (!company) throw new Error('no company');
    await portal.owner`
      insert into company_people (company_id, user_id, role) values (${company.id}, ${userId}, 'OWNER')`;
    return company.id;
  };
  const toldOwn = async (userId: string): Promise<string[][]> => {
    const rows = await portal.owner<{ about: { firms: { changes: string[] }[] } }[]>`
      select about from mails join mail_contents on mail_id = mails.id
      where user_id = ${userId} and template = 'own-license' order by mails.id`;
    return rows.map(({ about }) => about.firms.flatMap(({ changes }) => changes));
  };
  const inDays = async (days: number) => {
    const [row] = await portal.owner<{ iso: string; filed: string }[]>`
      select day::text as iso, to_char(day, 'MM/DD/YYYY') as filed
      from (select (now() at time zone 'America/Los_Angeles')::date + ${days}::int as day) clock`;
    return row ?? { iso: '', filed: '' };
  };
  const morning = async () => {
    await portal.db.write(system, noteDueDates);
    await tellEverybody();
  };

  it('hears of a coming cancellation with the import, without following the license, and staff see who was told when', async () => {
    const firms = new Map(
      Array.from({ length: 12 }, (_, number) => [String(2_000_001 + number), { ...usual }]),
    );
    await importFirms(firms);
    const [owner, colleague, follower] = [
      await addMember(portal.db),
      await addMember(portal.db),
      await addMember(portal.db),
    ];
    const companyId = await own(owner, '2000001');
    await portal.owner`
      insert into company_people (company_id, user_id, role) values (${companyId}, ${colleague}, 'MEMBER')`;
    await follow(owner, '2000001');
    await follow(follower, '2000001');
    const { filed, iso } = await inDays(60);
    firms.set('2000001', { ...usual, bondCanceled: filed });
    await importFirms(firms);
    await tellEverybody();
    // The next mornings bring nothing new: the step of 90 days was told with the file.
    await morning();
    await morning();
    const words = wordsOfChange({ kind: 'bond_cancellation_set', before: null, after: iso }).sentence;
    expect(await toldOwn(owner)).toEqual([[words]]);
    expect(await lettersTo(owner)).toEqual([]);
    expect(await toldOwn(colleague)).toEqual([]);
    expect(await heardBy(follower)).toEqual([`2000001: ${words}`]);

    const staff = {
      kind: 'staff',
      userId: await addMember(portal.db, { roles: ['membership_manager'] }),
    } as const;
    const notices = await portal.db.read(staff, (tx) => listLicenseNotices(tx, { limit: 50 }));
    const told = notices.rows.filter(({ licenseNumber }) => licenseNumber === '2000001');
    expect(told.map(({ userId, kind, companyName }) => [userId, kind, companyName])).toEqual([
      [owner, 'own_day_ahead', 'Example Own Firm'],
      [owner, 'bond_cancellation_set', 'Example Own Firm'],
    ]);
    expect(told.every(({ toldAt }) => toldAt !== null)).toBe(true);
    // A member reads neither what others heard nor what they follow.
    const seen = await portal.db
      .read(member(follower), (tx) => listLicenseNotices(tx, { limit: 50 }))
      .catch((error: Error) => error.message);
    expect(seen).toBe('You may not do this.');
  });

  it('hears 90, 30 and 7 days before, once each, and nothing more once the day has moved away', async () => {
    const { iso } = await inDays(25);
    await addContractors(portal.owner, [
      { licenseNumber: '3000301', expirationDate: iso },
      { licenseNumber: '3000302', contractorBondCancellationDate: (await inDays(5)).iso },
      { licenseNumber: '3000303', expirationDate: (await inDays(91)).iso },
    ]);
    const owner = await addMember(portal.db);
    for (const licenseNumber of ['3000301', '3000302', '3000303']) await own(owner, licenseNumber);
    await morning();
    await morning();
    const steps = () => portal.owner<{ after: string }[]>`
      select after from followed_changes where user_id = ${owner} and kind = 'own_day_ahead' order by id`;
    expect((await steps()).map(({ after }) => after).sort()).toEqual([
      `contractor-bond-canceled ${(await inDays(5)).iso} 7`,
      `expiration ${iso} 30`,
    ]);
    expect(await toldOwn(owner)).toHaveLength(1);
    // The license is renewed, and another one comes within 90 days.
    await portal.owner`
      update california_contractors set expiration_date = ${(await inDays(700)).iso} where license_number = '3000301'`;
    await portal.owner`
      update california_contractors set expiration_date = ${(await inDays(90)).iso} where license_number = '3000303'`;
    await morning();
    expect((await steps()).map(({ after }) => after)).toContain(`expiration ${(await inDays(90)).iso} 90`);
    expect(await toldOwn(owner)).toHaveLength(2);
  });
});
