import { beforeEach, describe, expect, it } from 'vitest';
import { Random } from '../../tools/seed/contractors/random.ts';
import { type Facts, fileOf, firms, importing } from './files.fixture.ts';
import { RefusedFile } from './refusal.ts';

const { importFile, rowsOf } = importing();
const tally = () =>
  rowsOf('select count(*) as n, count(gone_at) as gone from california_contractors').then(([row]) => row);

describe('a file that was cut', () => {
  // Some rows end in a fact and some in a blank field, and a byte may be a part of a letter.
  const whole = Buffer.from(
    fileOf(
      ...firms(100).map((facts, at) => ({
        ...facts,
        BusinessName: at % 3 === 0 ? 'EXAMPLE PEÑA TILE' : '"FAST" TILE, INC'.replace(',', ''),
        'NAME-TP-2': at % 4 === 0 ? 'Current Name' : '',
      })),
    ),
  );
  const shortest = whole.indexOf(0x0a) + 1;

  it('anywhere is refused, and changes nothing', async () => {
    await importFile(whole);
    const random = new Random(7);
    const ends = [
      ...Array.from({ length: 40 }, () => random.between(1, whole.length - 3)),
      // Within the last row, at the end of a row, and between carriage return and line feed.
      ...[3, 4, 10, 60, 150].map((back) => whole.length - back),
      whole.lastIndexOf(0x0a, whole.length - 2) + 1,
      whole.lastIndexOf(0x0a, whole.length - 2),
      shortest,
      shortest + 1,
    ];
    for (const end of ends) {
      const refusal = await importFile(whole.subarray(0, end)).then(
        () => `accepted at byte ${end} of ${whole.length}`,
        (error: unknown) => error,
      );
      expect(refusal).toBeInstanceOf(RefusedFile);
    }
    expect(await tally()).toEqual({ n: 100, gone: 0 });
  });

  it('is refused as the first file as well, if it stops within a row', async () => {
    const cut = whole.subarray(0, whole.length - 150);
    await expect(importFile(cut)).rejects.toThrow(
      'The file stops in the middle of its last row: it was cut short. Nothing was changed.',
    );
    expect(await tally()).toEqual({ n: 0, gone: 0 });
    expect(await importFile(cut, { force: true })).toMatchObject({ added: 99, rejected: 1 });
  });

  it('in its last field is refused too', async () => {
    const named = fileOf(...firms(20, { 'NAME-TP-2': 'Current Name' }));
    await expect(importFile(named.slice(0, -5))).rejects.toThrow('stops in the middle of its last row');
  });

  it('is not mistaken for one that only lacks the last line end', async () => {
    expect(await importFile(whole.subarray(0, whole.length - 2))).toMatchObject({ added: 100, rejected: 0 });
    expect(await importFile(whole.subarray(0, whole.length - 1))).toMatchObject({ unchanged: 100 });
  });

  it('behind a whole row is known by the license with which the last file ended', async () => {
    await importFile(fileOf(...firms(100)));
    await expect(importFile(fileOf(...firms(99)))).rejects.toThrow(
      'The file ends with the license 2000098, and the last file went on to 2000099: it looks cut short.',
    );
    // The newest firm of the last file has gone, and newer ones have come.
    expect(await importFile(fileOf(...firms(99), { LicenseNo: '2000100' }))).toMatchObject({
      added: 1,
      gone: 1,
    });
  });
});

describe('a file without a part of the last one', () => {
  const facts = (at: number): Facts => ({
    County: at % 10 === 0 ? 'Alameda' : 'Riverside',
    'Classifications(s)': at % 8 === 0 ? 'B| C10' : 'B',
  });
  const all = firms(400).map((firm, at) => ({ ...firm, ...facts(at) }));
  beforeEach(() => importFile(fileOf(...all)).then(() => undefined));

  it.each<[string, (firm: Facts, at: number) => Facts | undefined, string]>([
    [
      'a range of license numbers',
      (firm, at) => (at >= 200 && at < 215 ? undefined : firm),
      'The file lacks all 15 licenses from 2000200 to 2000214: a part of it is missing.',
    ],
    [
      'a county',
      (firm, at) => (firm.County === 'Alameda' && at > 50 ? undefined : firm),
      'The file has 6 of the 40 licenses in Alameda County: a part of it is missing.',
    ],
    [
      'a county’s name',
      (firm) => ({ ...firm, County: firm.County === 'Alameda' ? 'Riverside' : (firm.County ?? '') }),
      'The file has 0 of the 40 licenses in Alameda County: a part of it is missing.',
    ],
    [
      'a class',
      (firm) => ({ ...firm, 'Classifications(s)': 'B' }),
      'The file has 0 of the 50 licenses in the classification C-10: a part of it is missing.',
    ],
    [
      'the known licenses, with others in their place',
      (firm, at) => (at % 3 === 0 && at < 399 ? { ...firm, LicenseNo: String(5_000_000 + at) } : firm),
      'The file lacks 133 of the 400 licenses that the portal knows: it may be another file.',
    ],
  ])('is refused: %s', async (_, change, message) => {
    const rest = fileOf(...all.flatMap((firm, at) => change(firm, at) ?? []));
    await expect(importFile(rest)).rejects.toThrow(message);
    expect(await tally()).toEqual({ n: 400, gone: 0 });
    expect(await importFile(rest, { force: true })).toMatchObject({ outcome: 'accepted' });
  });

  it('is accepted while as few are missing as in any month', async () => {
    const rest = all.filter((_, at) => at % 33 !== 7);
    expect(await importFile(fileOf(...rest))).toMatchObject({ gone: 12 });
  });
});

describe('the date', () => {
  const dayOf = (column: string) => `(${column} at time zone 'America/Los_Angeles')::text as ${column}`;

  it('since which a firm is gone is that of the first file without it, and a firm that returns says so', async () => {
    const files = ['10/01/2026', '10/08/2026', '10/15/2026', '10/22/2026'].map((LastUpdate, at) =>
      fileOf(...firms(30, { LastUpdate }).slice(at === 1 || at === 2 ? 1 : 0)),
    ) as [string, string, string, string];
    await importFile(files[0]);
    await importFile(files[1]);
    await importFile(files[2]);
    const [gone] = await rowsOf(
      `select ${dayOf('gone_at')}, returned_at from california_contractors where license_number = '2000000'`,
    );
    expect(gone).toEqual({ gone_at: '2026-10-08 00:00:00', returned_at: null });
    expect(await importFile(files[3])).toMatchObject({ returned: 1 });
    const [back] = await rowsOf(
      `select gone_at, ${dayOf('returned_at')} from california_contractors where license_number = '2000000'`,
    );
    expect(back).toEqual({ gone_at: null, returned_at: '2026-10-22 00:00:00' });
    expect(
      await rowsOf(
        `select kind, before, after from contractor_changes where kind in ('gone', 'returned') order by id`,
      ),
    ).toEqual([
      { kind: 'gone', before: null, after: null },
      { kind: 'returned', before: '2026-10-08', after: 'CLEAR' },
    ]);
  });

  it('of a file is never one that has not come yet', async () => {
    const ahead = fileOf(...firms(30), { LicenseNo: '3000000', LastUpdate: '12/31/2098' });
    const summary = await importFile(ahead);
    expect(summary).toMatchObject({ snapshotDate: '2026-11-02', added: 31, rejected: 0 });
    expect(summary.notes).toEqual([
      'A row has a last update after today, in line 32. It does not count for the file’s date.',
    ]);
    await expect(importFile(ahead, { asOf: '2098-12-31' })).rejects.toThrow(
      'A file cannot be dated after today.',
    );
  });
});
