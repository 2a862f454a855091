import { expect, it } from 'vitest';
import { connect } from '../../engine/connection.ts';
import { generateContractors } from '../../tools/seed/contractors/generate-contractors.ts';
import { fileOf, firms, importing } from './files.fixture.ts';
import { checkContractors } from './import-contractors.ts';
import { undoImport } from './undo.ts';

const { portal, write, importFile } = importing();

const superuser = async (text: string): Promise<Record<string, unknown>[]> => {
  const client = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  try {
    return [...(await client.unsafe(text))];
  } finally {
    await client.end();
  }
};

const base = firms(100);
const namesOf = async (...licenses: string[]) =>
  (
    await superuser(
      `select business_name from california_contractors where license_number in (${licenses.map((license) => `'${license}'`).join(', ')}) order by license_number`,
    )
  ).map((row) => row.business_name);

it('each license has the digest of its line, and a file writes those of its changed lines alone', async () => {
  await importFile(fileOf(...base));
  const before = await superuser('select * from contractor_line_digests order by license_number');
  expect(before.map((row) => row.license_number)).toEqual(base.map(({ LicenseNo }) => LicenseNo));
  const changed = { LicenseNo: '2000007', City: 'INDIO' };
  await importFile(fileOf(...base.toSpliced(7, 1, changed), { LicenseNo: '3000000' }));
  const after = await superuser('select * from contractor_line_digests order by license_number');
  expect(
    after.filter((row, at) => row.digest !== before[at]?.digest).map((row) => row.license_number),
  ).toEqual(['2000007', '3000000']);
  expect(await superuser('select xmin::text as x from contractor_line_digests group by 1')).toHaveLength(2);
});

it('a license that something else has changed is again as the next file says', async () => {
  await importFile(fileOf(...base));
  await superuser(
    `update california_contractors set business_name = 'BY HAND' where license_number = '2000001'`,
  );
  await superuser(`update california_contractors set gone_at = now() where license_number = '2000002'`);
  await superuser(`delete from california_contractors where license_number = '2000003'`);
  expect(await importFile(fileOf(...base, { LicenseNo: '3000000' }))).toMatchObject({
    added: 2,
    changed: 2,
    returned: 1,
    unchanged: 97,
  });
  expect(await namesOf('2000001', '2000003')).toEqual([
    'EXAMPLE DESERT ELECTRIC INC',
    'EXAMPLE DESERT ELECTRIC INC',
  ]);
});

it('newer reference lists, and another way to read the file, have each line read again', async () => {
  const spot = `update zip_codes set county = 'Imperial' where zip_code = '92260'`;
  const blank = [...firms(9, { County: '' }), ...base.slice(9)];
  await importFile(fileOf(...blank));
  await superuser(spot);
  expect(await importFile(fileOf(...blank, { LicenseNo: '3000000' }))).toMatchObject({ changed: 0 });
  await superuser('update reference_loads set loaded_at = clock_timestamp()');
  expect(
    await importFile(fileOf(...blank, { LicenseNo: '3000000' }, { LicenseNo: '3000001' })),
  ).toMatchObject({ changed: 9, added: 1 });

  // Without a header each row has to look like a license.
  const odd = fileOf(...blank, { LicenseNo: '3000001', City: 'AREA 51' });
  await importFile(odd);
  expect(await importFile(odd.slice(odd.indexOf('\n') + 1))).toMatchObject({
    rejected: 1,
    changed: 0,
    gone: 0,
  });
});

it('of two lines of one license the first counts, whichever of them was read before', async () => {
  await importFile(fileOf(...base));
  const other = { LicenseNo: '2000004', BusinessName: 'FIRST COMES FIRST' };
  expect(await importFile(fileOf(other, ...base))).toMatchObject({ rejected: 1, changed: 1 });
  expect(await namesOf('2000004')).toEqual(['FIRST COMES FIRST']);
  expect(await importFile(fileOf(...base, other))).toMatchObject({ rejected: 1, changed: 1 });
  expect(await namesOf('2000004')).toEqual(['EXAMPLE DESERT ELECTRIC INC']);
});

it('a broken line leaves its license as the file before had it', async () => {
  await importFile(fileOf(...base));
  const broken = { LicenseNo: '2000005', BusinessName: 'BROKEN', IssueDate: 'soon' };
  expect(await importFile(fileOf(...base.toSpliced(5, 1, broken)))).toMatchObject({
    rejected: 1,
    changed: 0,
    gone: 0,
  });
  expect(await importFile(fileOf(...base, { LicenseNo: '3000000' }))).toMatchObject({ changed: 0, added: 1 });
});

it('files, and undone files, leave what a comparison of each line with its license would leave', async () => {
  const edition = (number: number) =>
    [
      ...generateContractors({ rows: 400, seed: 5, asOf: '2026-11-01', edition: number, changedPercent: 10 }),
    ].join('');
  const undo = (runId: string) =>
    undoImport({ url: portal.importUrl, embedded: false, runId, undoneBy: 'tester' });
  const differences = async (content: string) => {
    await superuser('truncate contractor_line_digests');
    const checked = await checkContractors({
      url: portal.importUrl,
      embedded: false,
      // The same lines in another file, which is none that was imported before.
      file: await write(`${content}\r\n`, 'same.csv'),
      importedBy: 'tester',
    });
    return checked.outcome === 'checked' ? checked.findings : checked;
  };
  const same = { added: 0, changed: 0, gone: 0, returned: 0 };
  await importFile(edition(1));
  const { runId, changed, added, gone } = await importFile(edition(2));
  await undo(runId);
  expect(await importFile(edition(2))).toMatchObject({ changed, added, gone });
  await undo((await importFile(edition(3))).runId);
  await importFile(edition(4));
  expect(await differences(edition(4))).toMatchObject(same);
});
