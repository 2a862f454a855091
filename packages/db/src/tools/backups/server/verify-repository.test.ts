import { expect, it } from 'vitest';
import { damageIn } from './verify-repository.ts';

/** The output of pgBackRest's verification, as 2.45 writes it. */
const said = (status: string, ofLog: string, ofBackup: string) => `stanza: portal
status: ${status}
  archiveId: 15-1, total WAL checked: 10, total valid WAL: 9
    ${ofLog}
  backup: 20261128-202324F, status: valid, total files checked: 2317, total valid files: 2316
    ${ofBackup}
`;
const none = 'missing: 0, checksum invalid: 0, size invalid: 0, other: 0';

it('a whole repository has no damage', () => {
  expect(damageIn(said('ok', none, none))).toEqual([]);
});

it('each broken part is named with the number of its files, whatever the status says', () => {
  const broken = 'missing: 1, checksum invalid: 2, size invalid: 0, other: 0';
  expect(damageIn(said('ok', none, broken))).toEqual([
    '20261128-202324F has 1 file missing',
    '20261128-202324F has 2 files with a wrong checksum',
  ]);
  expect(damageIn(said('error', 'missing: 0, checksum invalid: 0, size invalid: 3, other: 1', none))).toEqual(
    ['15-1 has 3 files of a wrong size', '15-1 has 1 file that cannot be read'],
  );
});

it('an answer that says neither that all is well nor what is broken is damage itself', () => {
  expect(damageIn('')).toEqual(['its verification says: ']);
  expect(damageIn('status: error\n')).toEqual(['its verification says: status: error']);
});
