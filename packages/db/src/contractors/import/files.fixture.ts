import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { connect } from '../../engine/connection.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import type { ImportOptions } from './attempt.ts';
import { importContractors } from './import-contractors.ts';
import { headerNames } from './master-file.ts';

export const system = { kind: 'system', name: 'test' } as const;

/** The facts of one row of a master file that a test states. */
export type Facts = Partial<Record<(typeof headerNames)[number], string>>;

const usual: Facts = {
  LicenseNo: '1000001',
  LastUpdate: '11/02/2026',
  BusinessName: 'EXAMPLE DESERT ELECTRIC INC',
  MailingAddress: 'PO BOX 100',
  City: 'PALM DESERT',
  State: 'CA',
  County: 'Riverside',
  ZIPCode: '92260',
  BusinessPhone: '(760) 555 0100',
  BusinessType: 'Corporation',
  IssueDate: '01/10/2015',
  ExpirationDate: '03/31/2028',
  PrimaryStatus: 'CLEAR',
  'Classifications(s)': 'B| C10',
  CBAmount: '25000',
};

export function line(facts: Facts): string {
  const all = { ...usual, ...facts };
  return headerNames.map((name) => all[name] ?? '').join(',');
}

export function fileOf(...lines: (Facts | string)[]): string {
  const body = lines.map((one) => (typeof one === 'string' ? one : line(one)));
  return `${[headerNames.join(','), ...body].join('\r\n')}\r\n`;
}

/** Firms with the license numbers 2000000, 2000001 and so on. */
export const firms = (count: number, facts: Facts = {}) =>
  Array.from({ length: count }, (_, number): Facts => ({ LicenseNo: String(2_000_000 + number), ...facts }));

/** A database without contractors before each test, unless the tests share what they load, and a folder for files. */
export function importing({ isEmptied = true } = {}) {
  const portal = testDatabase();
  const files = { folder: '' };
  beforeAll(async () => {
    files.folder = await mkdtemp(join(tmpdir(), 'namc-portal-import-'));
  });
  afterAll(() => rm(files.folder, { recursive: true, force: true }));
  beforeEach(async () => {
    if (!isEmptied) return;
    const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
    await superuser`truncate california_contractors, contractor_import_runs, contractor_changes, contractor_words, contractor_county_counts cascade`;
    await superuser.end();
  });

  async function write(content: string | Buffer, name = 'master.csv'): Promise<string> {
    const file = join(files.folder, name);
    await writeFile(file, content);
    return file;
  }
  async function importFile(content: string | Buffer, options: Partial<ImportOptions> = {}) {
    const file = await write(content);
    return importContractors({
      url: portal.importUrl,
      embedded: false,
      file,
      importedBy: 'tester',
      ...options,
    });
  }
  const rowsOf = (query: string) => portal.db.read(system, (tx) => tx.sql.unsafe(query));
  return { portal, files, write, importFile, rowsOf };
}
