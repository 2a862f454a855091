import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { importContractors } from '../contractors/import/import-contractors.ts';
import { headerNames } from '../contractors/import/master-file.ts';
import { connect } from '../engine/connection.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { system } from '../tools/testing/sample.ts';
import type { testDatabase } from '../tools/testing/test-database.ts';
import { followLicense, unfollowLicense } from './commands/own.ts';
import { tellFollower } from './commands/tell.ts';
import type { News } from './letters.ts';
import { listPeopleToTell } from './queries.ts';

type Portal = ReturnType<typeof testDatabase>;

export const origin = 'https://portal.example.org';

/** The facts of a firm in the board's file that the tests change. */
export interface Firm {
  status: string;
  bondCanceled: string;
  expires: string;
}
export const usual: Firm = { status: 'CLEAR', bondCanceled: '', expires: '03/31/2029' };

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

export const member = (userId: string) => ({ kind: 'member', userId }) as const;

/** A register that files of the board change, and people who follow licenses. It empties the register before each test. */
export function startFollows(portal: Portal) {
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
      firms.flatMap(({ licenseNumber, changes }) =>
        changes.map((sentence) => `${licenseNumber}: ${sentence}`),
      ),
    );

  async function tellEverybody(then: (tx: WriteTransaction) => void = () => undefined): Promise<void> {
    for (const userId of await portal.db.read(system, (tx) => listPeopleToTell(tx, { isWeekly: false }))) {
      await portal.db.write(system, async (tx) => {
        await tellFollower(tx, { userId, isWeekly: false, origin });
        then(tx);
      });
    }
  }

  return { importFirms, follow, unfollow, lettersTo, heardBy, tellEverybody };
}
