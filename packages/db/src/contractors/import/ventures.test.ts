import { doubted } from '@namc/inputs/barred-members';
import {
  contractorFilters,
  countFacetsInput,
  searchContractorsInput,
  standings,
} from '@namc/inputs/contractors';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { visitor } from '../../engine/actors.ts';
import { connect } from '../../engine/connection.ts';
import { countContractors } from '../queries/count.ts';
import { exportContractors } from '../queries/export.ts';
import { countFacets } from '../queries/facets.ts';
import { getLicense } from '../queries/license.ts';
import { searchContractors } from '../queries/search.ts';
import { anyFacts, days } from '../standing/any-facts.fixture.ts';
import { daysLater } from '../standing/california-day.ts';
import { judge } from '../standing/judgment.ts';
import { standing } from '../standing/standing.fixture.ts';
import { groups } from '../standing/standing.ts';
import { type Facts, fileOf, importing } from './files.fixture.ts';
import { people, venture } from './lists.fixture.ts';
import { undoImport } from './undo.ts';
import { timesOf } from './ventures.ts';

const { portal, importFile, rowsOf } = importing();

beforeEach(async () => {
  const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await superuser`truncate contractor_personnel, contractor_policies`;
  await superuser.end();
});

const member = '2000000';
const number = '2000001';
/** A venture with one member, and a firm beside them. */
const firms = (facts: Facts = {}) =>
  fileOf(
    { LicenseNo: member, ExpirationDate: '03/31/2099', ...facts },
    { LicenseNo: number, BusinessType: 'JointVenture', ExpirationDate: '03/31/2099' },
    { LicenseNo: '2000002' },
  );
const asked = (on?: string) =>
  portal.db.read(visitor, (tx) => getLicense(tx, { licenseNumber: number, ...(on && { on }) }));
const search = searchContractorsInput.parse({});
const notesOf = async () => {
  const [listed, filed] = await portal.db.read(visitor, async (tx) => [
    (await searchContractors(tx, search)).contractors,
    (await exportContractors(tx, search)).rows,
  ]);
  return { listed, filed };
};
const countsOf = async () => {
  const counts = await Promise.all(
    standings.map(async (group) => {
      const filters = contractorFilters.parse({ standing: group });
      return [group, (await portal.db.read(visitor, (tx) => countContractors(tx, filters))).count];
    }),
  );
  return Object.fromEntries(counts);
};
const undo = (runId: string) =>
  undoImport({ url: portal.importUrl, embedded: false, runId, undoneBy: 'tester' });
const news = () =>
  rowsOf(
    `select kind as k, before as b, after as a from contractor_changes where license_number = '${number}' order by id`,
  );

const said =
  'According to the board’s files, a member of this joint venture may not work: license 2000000 is suspended. The law suspends a joint venture while a member’s license is not active and in good standing.';

describe('a joint venture with a member that may not work', () => {
  it('is clear with a warning on its page, in lists, in the file to download, in the filter, the counts and the facets', async () => {
    await importFile(firms());
    await importFile(people(venture));
    expect(await countsOf()).toEqual({ good: 3, pending: 0, 'not-good': 0, unknown: 0 });
    expect((await asked()).standing).toMatchObject({ kind: 'good' });
    const { runId } = await importFile(firms({ PrimaryStatus: 'Contr Bond Susp' }));
    const { standing } = await asked();
    expect(standing).toMatchObject({ kind: 'pending', note: said, mayContract: { answer: 'unknown' } });
    const { listed, filed } = await notesOf();
    for (const rows of [listed, filed]) {
      const row = rows.find(({ licenseNumber }) => licenseNumber === number);
      expect(row?.standing).toMatchObject({ kind: 'pending', short: 'Clear, with a warning', note: said });
    }
    expect(await countsOf()).toEqual({ good: 1, pending: 1, 'not-good': 1, unknown: 0 });
    const facets = await portal.db.read(visitor, (tx) =>
      countFacets(tx, countFacetsInput.parse({ facets: ['standing'] })),
    );
    expect(JSON.stringify(facets)).toContain('pending');
    expect(await news()).toEqual([{ k: 'member_barred', b: null, a: '2000000 suspended' }]);
    await undo(runId);
    expect(await countsOf()).toEqual({ good: 3, pending: 0, 'not-good': 0, unknown: 0 });
    expect(await news()).toEqual([]);
  });

  it('is so from the import of the file that names the member on, until that import is undone', async () => {
    await importFile(firms({ PrimaryStatus: 'Contr Bond Susp' }));
    await importFile(people(venture.replace('2000001', '2000002').replace(' 2000000', ' 2000009')));
    expect((await asked()).standing.kind).toBe('good');
    // The row may stand with the member as well.
    const { runId } = await importFile(
      people(venture.replace('2000001', member).replace(' 2000000', ` ${number}`)),
    );
    expect((await asked()).standing).toMatchObject({ kind: 'pending', note: said });
    await undo(runId);
    expect((await asked()).standing.kind).toBe('good');
  });

  it('hears that the member may work again', async () => {
    await importFile(firms({ PrimaryStatus: 'Contr Bond Susp' }));
    await importFile(people(venture));
    expect((await asked()).standing.kind).toBe('pending');
    await importFile(firms());
    expect((await asked()).standing.kind).toBe('good');
    expect(await news()).toEqual([{ k: 'member_allowed', b: '2000000 suspended', a: null }]);
  });

  it('hears no leave to work of a barred member that the next file lacks, or that the personnel file names no more', async () => {
    await importFile(firms({ PrimaryStatus: 'Contr Bond Susp' }));
    await importFile(people(venture));
    await importFile(
      fileOf(
        { LicenseNo: number, BusinessType: 'JointVenture', ExpirationDate: '03/31/2099' },
        { LicenseNo: '2000002' },
        { LicenseNo: '2000003' },
      ),
    );
    expect((await asked()).standing).toMatchObject({ kind: 'pending', note: said });
    expect(await news()).toEqual([]);
    await importFile(people(venture.replace(' 2000000', ' 2000003')));
    expect((await asked()).standing.kind).toBe('good');
    // Its words say that it bars the venture no longer, and not that it may work.
    expect(await news()).toEqual([{ k: 'member_allowed', b: '2000000 suspended', a: null }]);
  });

  it('hears no more of a change that rests on a file which is undone, in whichever order the files came', async () => {
    await importFile(firms());
    await importFile(people(venture.replace(' 2000000', ' 2000002')));
    const list = await importFile(people(venture));
    await importFile(firms({ PrimaryStatus: 'Contr Bond Susp' }));
    expect(await news()).toHaveLength(1);
    await undo(list.runId);
    expect((await asked()).standing.kind).toBe('good');
    expect(await news()).toEqual([]);
  });

  it('hears at once of a member that will be barred, and again when that is taken back or moved', async () => {
    const canceled = (day: string) => firms({ CBEffectiveDate: '01/02/2020', CBCancellationDate: day });
    await importFile(firms());
    await importFile(people(venture));
    await importFile(canceled('12/20/2098'));
    await importFile(canceled('12/22/2098'));
    await importFile(firms());
    const [first, moved] = ['2098-12-20', '2098-12-22'].map((day) => `2000000 suspended-inferred ${day}`);
    expect(await news()).toEqual([
      { k: 'member_barred', b: null, a: first },
      { k: 'member_barred', b: first, a: moved },
      { k: 'member_allowed', b: moved, a: null },
    ]);
  });

  it('is warned of a cancellation ahead, and told of the end of the member’s term within 60 days', async () => {
    await importFile(firms({ CBEffectiveDate: '01/02/2020', CBCancellationDate: '12/20/2098' }));
    await importFile(people(venture));
    expect((await asked()).standing).toMatchObject({
      kind: 'pending',
      note: 'According to the board’s files, license 2000000, a member of this joint venture, may be suspended starting December 20, 2098. The law suspends a joint venture while a member’s license is not active and in good standing.',
    });
    expect((await asked('2098-12-20')).standing.inferences[0]?.words).toContain(
      'license 2000000 may be suspended',
    );
    await importFile(firms({ ExpirationDate: '03/31/2027' }));
    const near = (await asked('2027-03-01')).standing;
    expect(near).toMatchObject({ kind: 'good' });
    expect(near.changes.map(({ words }) => words)).toContainEqual(
      expect.stringMatching(
        /^According to the board’s files, license 2000000, a member of this joint venture, expires after March 31, 2027, unless it is renewed\./,
      ),
    );
    expect((await asked('2027-04-01')).standing.kind).toBe('pending');
  });

  it('carries the doubt about a member, and hears when the board says more of it or the doubt ends', async () => {
    const canceled = { CBEffectiveDate: '01/02/2020', CBCancellationDate: '01/01/2026' };
    await importFile(firms());
    await importFile(people(venture));
    await importFile(firms(canceled));
    const note =
      'According to the board’s files, a member of this joint venture may be barred from work: license 2000000 may not be in good standing. The law suspends a joint venture while a member’s license is not active and in good standing.';
    expect((await asked()).standing).toMatchObject({
      kind: 'pending',
      note,
      mayContract: { answer: 'unknown' },
    });
    expect(await countsOf()).toEqual({ good: 1, pending: 2, 'not-good': 0, unknown: 0 });
    await importFile(firms({ ...canceled, PrimaryStatus: 'Contr Bond Susp' }));
    expect((await asked()).standing.note).toBe(said);
    await importFile(firms(canceled));
    await importFile(firms());
    const [doubt, bar] = ['2000000 doubted-inferred', '2000000 suspended'];
    expect(await news()).toEqual([
      { k: 'member_barred', b: null, a: doubt },
      { k: 'member_barred', b: doubt, a: bar },
      { k: 'member_barred', b: bar, a: doubt },
      { k: 'member_allowed', b: doubt, a: null },
    ]);
  });

  it('announces the day of a member about which there is a doubt already, and tells certain and doubtful ones apart', async () => {
    const canceled = { CBEffectiveDate: '01/02/2020', CBCancellationDate: '01/01/2026' };
    await importFile(firms(canceled));
    await importFile(people(venture));
    await importFile(firms({ ...canceled, InactivationDate: '12/20/2098' }));
    expect((await asked()).standing.changes.map(({ words }) => words)).toEqual([
      expect.stringContaining(
        'license 2000000, a member of this joint venture, is inactive starting December 20, 2098',
      ),
    ]);
    await importFile(firms({ InactivationDate: '12/20/2098' }));
    await importFile(firms());
    const [doubt, day] = ['2000000 doubted-inferred', '2000000 inactive-inferred 2098-12-20'];
    expect((await news()).map(({ k, a }) => [k, a])).toEqual([
      ['member_barred', day],
      ['member_barred', day],
      ['member_allowed', null],
    ]);
    expect((await news()).map(({ b }) => b)).toEqual([null, doubt, day]);
    const both = standing({
      barredMembers: ['1 0001-01-01 9999-12-31 suspended', '2 0001-01-01 9999-12-31 doubted-inferred'],
    });
    expect(both.note).toContain(
      'a member of this joint venture may not work: license 1 is suspended; and a member of this joint venture may be barred from work: license 2 may not be in good standing.',
    );
  });

  it('says of a member that the license file lacks, and of one that is a venture itself, that it was not judged', async () => {
    const other = { LicenseNo: '2000003', BusinessType: 'JointVenture', PrimaryStatus: 'Contr Bond Susp' };
    const both = [
      { LicenseNo: number, BusinessType: 'JointVenture', ExpirationDate: '03/31/2099' },
      { LicenseNo: '2000002' },
      other,
    ];
    await importFile(fileOf({ LicenseNo: member, ExpirationDate: '03/31/2099' }, ...both));
    await importFile(
      people(
        venture,
        venture.replace(' 2000000', ' 2000009'),
        venture.replace(' 2000000', ' 2000003'),
        // A venture that names itself has no member there.
        venture.replace(' 2000000', ` ${number}`),
      ),
    );
    const remarks = async () =>
      (await asked()).standing.notes
        .filter(({ code }) => code === 'member-not-judged')
        .map(({ words }) => words);
    const self =
      'License 2000003, a member of this joint venture, is a joint venture itself. Its standing is on its own page.';
    expect((await asked()).standing.kind).toBe('good');
    expect(await remarks()).toEqual([
      'License 2000009, a member of this joint venture, is not in the license file. Its standing is not known.',
      self,
    ]);
    // The next file lacks the member that was clear.
    await importFile(fileOf(...both, { LicenseNo: '2000004' }));
    expect((await asked()).standing.kind).toBe('good');
    expect(await remarks()).toEqual([
      'Licenses 2000000 and 2000009, members of this joint venture, are not in the license file. Their standing is not known.',
      self,
    ]);
    expect(await countsOf()).toEqual({ good: 3, pending: 0, 'not-good': 1, unknown: 0 });
    expect(await news()).toEqual([]);
  });

  it('names the member also where the board has suspended the venture, and announces the days of its members', async () => {
    const suspended = (facts: Facts) =>
      fileOf(
        { LicenseNo: member, ExpirationDate: '03/31/2099', ...facts },
        { LicenseNo: number, BusinessType: 'JointVenture', PrimaryStatus: 'J V Entity Susp' },
        { LicenseNo: '2000002' },
      );
    await importFile(suspended({ PrimaryStatus: 'Contr Bond Susp' }));
    await importFile(people(venture));
    const { standing } = await asked();
    expect(standing).toMatchObject({ kind: 'suspended', mayContract: { answer: 'no' } });
    expect(standing.inferences.map(({ words }) => words)).toEqual([said]);
    await importFile(suspended({ InactivationDate: '12/20/2098' }));
    expect((await asked()).standing.changes.map(({ words }) => words)).toEqual([
      'According to the board’s files, license 2000000, a member of this joint venture, is inactive starting December 20, 2098. The law suspends a joint venture while a member’s license is not active and in good standing.',
    ]);
  });
});

it('The times of a member are those of its own standing, on every day', () => {
  const moment = { asOf: '2026-06-16', today: '2026-06-16' };
  const around = days.flatMap((day) => [-1, 0, 1, 2, 89, 90, 91].map((more) => daysLater(day, more)));
  const samples = fc.sample(anyFacts, { numRuns: 600, seed: 11 });
  const seen = new Set<string>();
  for (const sample of samples) {
    const facts = {
      ...sample,
      qualifierGapUntil: sample.qualifierGapFrom && '2026-12-31',
      goneAt: null,
      returnedAt: null,
      keptFromDate: null,
      barredMembers: null,
    };
    const times = timesOf(facts, { ...moment, on: moment.today });
    for (const on of ['2019-01-01', ...around, '2040-01-01']) {
      const time = times.find(({ from, until }) => from <= on && on < until);
      const found = time?.kind === doubted ? 'doubted' : time ? 'barred' : 'clear';
      seen.add(found);
      const { kind, inferences, isBeforeRecord } = judge(facts, { ...moment, on });
      const group = groups[kind];
      const isDoubted =
        group === 'pending' && inferences.some(({ code, counts }) => counts && !code.includes('class-'));
      const isUnreadable = group === 'unknown' && !isBeforeRecord;
      expect([on, found, facts]).toEqual([
        on,
        group === 'not-good' ? 'barred' : isDoubted || isUnreadable ? 'doubted' : 'clear',
        facts,
      ]);
    }
  }
  expect(seen.size).toBe(3);
});
