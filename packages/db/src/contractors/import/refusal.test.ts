import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { fileOf, firms, importing } from './files.fixture.ts';
import { importContractors } from './import-contractors.ts';
import { RefusedFile } from './refusal.ts';

const { portal, files, importFile, rowsOf } = importing();

describe('refused with nothing changed, unless forced,', () => {
  beforeEach(() => importFile(fileOf(...firms(100))).then(() => undefined));
  const untouched = async () => {
    expect(
      await rowsOf(`select count(*) as n, max(city) as c from california_contractors where gone_at is null`),
    ).toEqual([{ n: 100, c: 'PALM DESERT' }]);
    expect(
      await rowsOf(`select relname from pg_class where relname like 'contractor_import_lines%'`),
    ).toEqual([]);
  };

  it('is a file with an unknown header', async () => {
    const renamed = fileOf(...firms(100)).replace('FullBusinessName', 'Nickname');
    await expect(importFile(renamed)).rejects.toThrow(
      'The header lacks the column "FullBusinessName", and has the column "Nickname", which MasterLicenseData does not have. Nothing was changed.',
    );
    // Reading by position would put names where addresses belong.
    await expect(importFile(renamed, { force: true })).rejects.toBeInstanceOf(RefusedFile);
    await untouched();
  });

  it('is a file of another kind, even by force', async () => {
    await expect(
      importFile('<html><body>Service unavailable</body></html>', { force: true }),
    ).rejects.toThrow('The file is a web page, not the board’s file: the download did not work.');
    // Both contain NUL, which no run could record.
    const binary = Buffer.from([0x50, 0x4b, 3, 4, 0x14, 0, 6, 0, 0xff, 0x0a, 0, 1]);
    await expect(importFile(binary, { force: true })).rejects.toThrow('The file is a ZIP archive.');
    const utf16 = Buffer.from(`\ufeff${fileOf(...firms(100))}`, 'utf16le');
    await expect(importFile(utf16, { force: true })).rejects.toThrow('The file is UTF-16 text');
    expect(await rowsOf(`select from contractor_import_runs where outcome = 'refused'`)).toHaveLength(3);
    const endless = `${'x'.repeat(2 * 1024 * 1024)}\n`;
    await expect(importFile(endless, { force: true })).rejects.toThrow(
      'Line 1 is longer than a megabyte: this is not a file of the license board. Nothing was changed.',
    );
    for (const force of [false, true]) {
      await expect(importFile('', { force })).rejects.toThrow('The file is empty.');
      await expect(importFile(fileOf(), { force })).rejects.toThrow('The file has no license');
    }
    await untouched();
  });

  it('is a file with more than 5 % of rejected rows', async () => {
    const broken = fileOf(
      ...firms(94, { City: 'INDIO' }),
      ...Array.from({ length: 6 }, () => ({ LicenseNo: 'X' })),
    );
    await expect(importFile(broken)).rejects.toMatchObject({
      message:
        '6 of 100 rows were rejected, more than 5%. The reason: LicenseNo "X" is not a license number of up to 8 digits (6 rows, first in line 96). Nothing was changed.',
      rejectsFile: expect.stringContaining('master.csv.rejects.csv'),
    });
    await untouched();
    expect(
      await rowsOf(`select refusal, rows_rejected from contractor_import_runs where outcome = 'refused'`),
    ).toMatchObject([{ rows_rejected: 6 }]);
  });

  it('is a file with under 80 % of the rows in the table', async () => {
    await expect(importFile(fileOf(...firms(79, { City: 'INDIO' })))).rejects.toThrow(
      'The file has 79 rows, under 80% of the 100 in the table: it looks cut short.',
    );
    await untouched();
    expect(await importFile(fileOf(...firms(79, { City: 'INDIO' })), { force: true })).toMatchObject({
      changed: 79,
      gone: 21,
    });
  });

  it('is an older file than the last', async () => {
    const old = fileOf(...firms(100, { LastUpdate: '10/01/2026', City: 'INDIO' }));
    await expect(importFile(old)).rejects.toThrow(
      'The file is dated 2026-10-01, older than the last one (2026-11-02).',
    );
    await untouched();
    expect(await importFile(old, { asOf: '2026-11-03' })).toMatchObject({
      snapshotDate: '2026-11-03',
      changed: 100,
    });
  });

  it('tells its reason in words for every surface, and whether force takes it', async () => {
    const refused: [content: string | Buffer, mayBeForced: boolean][] = [
      ['', false],
      [fileOf(), false],
      ['<html><body>Service unavailable</body></html>', false],
      [Buffer.from([0x50, 0x4b, 3, 4, 0]), false],
      ['x'.repeat(2 * 1024 * 1024), false],
      [fileOf(...firms(100)).replace('FullBusinessName', 'Nickname'), false],
      [fileOf(...firms(100)).replace(/\r\n/g, ',X\r\n'), true],
      [fileOf(...firms(100)).slice(0, -60), true],
      [fileOf(...firms(79)), true],
      [fileOf(...firms(100, { LastUpdate: '10/01/2026' })), true],
      [fileOf(...firms(94), ...Array.from({ length: 6 }, () => ({ LicenseNo: 'X' }))), true],
    ];
    for (const [content, mayBeForced] of refused) {
      const refusal = await importFile(content).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(refusal).toBeInstanceOf(RefusedFile);
      expect(refusal).toMatchObject({ mayBeForced });
      const { message } = refusal as RefusedFile;
      expect(message).not.toMatch(/--|force|button|press/i);
      expect(message).not.toContain(files.folder);
      const again = importFile(content, { force: true });
      if (mayBeForced) expect(await again).toMatchObject({ outcome: 'accepted' });
      else await expect(again).rejects.toBeInstanceOf(RefusedFile);
    }
    const told = await rowsOf(`select refusal from contractor_import_runs where outcome = 'refused'`);
    expect(told).toHaveLength(17);
    expect(told.map(({ refusal }) => refusal).join()).not.toContain('--');
  });

  it('is a missing file', async () => {
    const missing = importContractors({
      url: portal.importUrl,
      embedded: false,
      file: join(files.folder, 'none.csv'),
      importedBy: 'tester',
    });
    await expect(missing).rejects.toThrow('none.csv does not exist');
  });
});
