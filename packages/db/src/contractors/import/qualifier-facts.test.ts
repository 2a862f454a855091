import { beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../engine/connection.ts';
import { fileOf, firms, importing } from './files.fixture.ts';
import { people } from './lists.fixture.ts';

const { portal, importFile, rowsOf } = importing();

beforeEach(async () => {
  const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await superuser`truncate contractor_personnel`;
  await superuser.end();
});

/** A row of a person: lists of titles, classes, first days and last days, aligned. */
const person = (at: number, name: string, classes: string, joined: string, left = '') =>
  `200000${at},01/02/2026, Class/Title,1, Principal, ${name}, ${classes.replaceAll(/[^|]+/g, ' RME ')}, ${classes}, , ${joined}, ${left},,,,,,,,`;
const news = () =>
  rowsOf(
    'select license_number as l, kind as k, before as b, after as a from contractor_changes order by id',
  );
const noted = () =>
  rowsOf(`select license_number as l, qualifier_leaves_on as "on", qualifier_gap_from as f, qualifier_gap_until as u, class_departures as c
    from california_contractors
    where num_nonnulls(qualifier_leaves_on, qualifier_gap_from, class_departures) > 0 order by 1`);

describe('a class loses its qualifier', () => {
  it('where one person leaves it, or one of two people; not where somebody else stays, or the license lacks the class', async () => {
    await importFile(fileOf(...firms(5)));
    const rows = (left: string) =>
      people(
        person(0, 'SAMPLE PAT', 'B| C10', '03/06/2002| 03/06/2002', `${left}| `),
        person(1, 'SAMPLE PAT', 'B', '03/06/2002'),
        person(1, 'SAMPLE KIM', 'C-10', '03/06/2002', left),
        person(2, 'SAMPLE PAT', 'B| C10', '03/06/2002| 03/06/2002', `${left}| `),
        person(2, 'SAMPLE KIM', 'B', '03/06/2002'),
        person(3, 'SAMPLE PAT', 'B| C10| C36', '03/06/2002| 03/06/2002| 03/06/2002', ` | | ${left}`),
        // Everybody leaves: of the license, not of its classes.
        person(4, 'SAMPLE PAT', 'B| C10', '03/06/2002| 03/06/2002', `${left}| ${left}`),
      );
    await importFile(rows(''));
    await importFile(rows('12/10/2098'));
    expect(await news()).toEqual([
      { l: '2000000', k: 'qualifier_class_left', b: null, a: 'B 2098-12-10' },
      { l: '2000001', k: 'qualifier_class_left', b: null, a: 'C-10 2098-12-10' },
      { l: '2000004', k: 'qualifiers_left', b: null, a: '2098-12-10' },
    ]);
    const none = { on: null, f: null, u: null };
    expect(await noted()).toEqual([
      { l: '2000000', ...none, c: ['B 2098-12-10'] },
      { l: '2000001', ...none, c: ['C-10 2098-12-10'] },
      { l: '2000004', ...none, on: '2098-12-10', c: null },
    ]);
    await importFile(rows('11/20/2098'));
    await importFile(rows(''));
    expect((await news()).slice(3)).toEqual([
      { l: '2000000', k: 'qualifier_class_left', b: 'B 2098-12-10', a: 'B 2098-11-20' },
      { l: '2000001', k: 'qualifier_class_left', b: 'C-10 2098-12-10', a: 'C-10 2098-11-20' },
      { l: '2000004', k: 'qualifiers_left', b: '2098-12-10', a: '2098-11-20' },
      { l: '2000000', k: 'qualifier_class_replaced', b: 'B 2098-11-20', a: null },
      { l: '2000001', k: 'qualifier_class_replaced', b: 'C-10 2098-11-20', a: null },
      { l: '2000004', k: 'qualifiers_replaced', b: '2098-11-20', a: null },
    ]);
    expect(await noted()).toEqual([]);
  });
});

describe('a time without a qualifier', () => {
  it('begins with the last one who leaves and ends with the next who joins, if it is longer than 90 days', async () => {
    await importFile(fileOf(...firms(4)));
    const rows = (next: string) =>
      people(
        ...[0, 1, 2, 3].map((at) =>
          person(at, 'SAMPLE PAT', 'B| C10', '03/06/2002| 03/06/2002', '12/01/2098| 12/01/2098'),
        ),
        person(0, 'SAMPLE KIM', 'B| C10', `${next}| ${next}`),
        // Within the 90 days.
        person(1, 'SAMPLE KIM', 'B| C10', '03/01/2099| 03/01/2099'),
        // For one class alone, and for a time.
        person(2, 'SAMPLE KIM', 'B', '05/15/2099', '06/01/2099'),
      );
    await importFile(rows(''));
    await importFile(rows('05/15/2099'));
    expect(await noted()).toEqual([
      { l: '2000000', on: null, f: '2098-12-01', u: '2099-05-15', c: null },
      { l: '2000002', on: '2099-06-01', f: '2098-12-01', u: '2099-05-15', c: ['C-10 2098-12-01'] },
      { l: '2000003', on: '2098-12-01', f: null, u: null, c: null },
    ]);
    expect(await news()).toEqual([
      { l: '2000000', k: 'qualifiers_left', b: null, a: '2098-12-01 2099-05-15' },
    ]);
  });
});

it('a departure of the past is told with its day, and one that was announced is moved', async () => {
  await importFile(fileOf(...firms(3)));
  const rows = (first: string, second: string) =>
    people(
      person(0, 'SAMPLE PAT', 'B', '03/06/2002', first),
      person(1, 'SAMPLE PAT', 'B', '03/06/2002', second),
      ...(first === '' ? [person(2, 'SAMPLE PAT', 'B', '03/06/2002')] : []),
    );
  await importFile(rows('', '12/10/2098'));
  await importFile(rows('08/28/2020', '08/20/2020'), { force: true });
  expect(await news()).toEqual([
    { l: '2000000', k: 'qualifiers_left', b: null, a: '2020-08-28' },
    { l: '2000001', k: 'qualifiers_left', b: '2098-12-10', a: '2020-08-20' },
    // The file leaves out a person who has left.
    { l: '2000002', k: 'qualifiers_left', b: null, a: null },
  ]);
});

it('a qualifier’s bond ends where the next one begins later, and not where it follows at once', async () => {
  await importFile(fileOf(...firms(3)));
  const bond = (at: number, effective: string, canceled = '') =>
    `200000${at},01/02/2026, Bond,2, Principal, SAMPLE PAT, , , , , , Qualifier, MODEL SURETY, 77, 25000, ${effective}, ${canceled},,`;
  const rme = (at: number) =>
    `200000${at},01/02/2026, Class/Title,1, Principal, SAMPLE PAT, Responsible Managing Employee, B, Y, 03/06/2002, ,,,,,,,,`;
  await importFile(
    people(
      ...[rme(0), bond(0, '01/02/2020', '12/01/2098'), bond(0, '03/01/2099')],
      ...[rme(1), bond(1, '01/02/2020', '12/01/2098'), bond(1, '12/02/2098')],
      // One row alone: the cancellation is that of the bond before.
      ...[rme(2), bond(2, '03/01/2099', '12/01/2098')],
    ),
  );
  expect(
    await rowsOf(`select license_number as l, qualifier_bond_cancellation_date as c, qualifier_bond_next_on as n
      from california_contractors where qualifier_bond_cancellation_date is not null order by 1`),
  ).toEqual([
    { l: '2000000', c: '2098-12-01', n: '2099-03-01' },
    { l: '2000002', c: '2098-12-01', n: '2099-03-01' },
  ]);
});
