import { describe, expect, it } from 'vitest';
import type { StandingFacts } from './facts.ts';
import { asOf, clear, noted, standing, today, words } from './standing.fixture.ts';
import { briefStanding, standingOf } from './standing.ts';

describe('a license with nothing against it', () => {
  it('is in good standing as of the file’s date, and valid through its last day', () => {
    expect(standing({})).toMatchObject({
      kind: 'good',
      group: 'good',
      tone: 'ok',
      short: 'In good standing',
      headline: 'In good standing as of November 18, 2026',
      mayContract: {
        answer: 'yes',
        why: 'The board’s file of November 18, 2026 lists the license as clear.',
      },
      validThrough: '2028-01-31',
      asOf,
      age: 'fresh',
      ageWords: null,
      note: null,
      changes: [],
      inferences: [],
      notes: [],
    });
  });

  it('stays so with a renewal received or a blanket bond', () => {
    expect(noted('Renewal Recived')).toMatchObject({ kind: 'good', note: null });
    expect(words(noted('Renewal Recived| Blanket Bond On File').notes)).toEqual([
      'The board has received an application for renewal.',
      'A blanket bond is on file.',
    ]);
  });

  it('announces its expiration within 60 days and stays in good standing', () => {
    const soon = standing({ expirationDate: '2027-01-19' });
    expect(soon.kind).toBe('good');
    expect(soon.note).toBe('The license expires after January 19, 2027, unless it is renewed.');
    expect(standing({ expirationDate: '2027-01-20' }).note).toBeNull();
  });

  it('says in a note that the file names no coverage or no bond', () => {
    const silent = standing({ workersCompCoverageType: null, contractorBondEffectiveDate: null });
    expect(silent.kind).toBe('good');
    expect(words(silent.notes)).toEqual([
      'The file names no workers’ compensation coverage and no exemption.',
      'The file gives no effective date of a contractor bond.',
    ]);
  });
});

describe('the age of the file', () => {
  const seen = (day: string) => standingOf(clear, { on: day, today: day, asOf });

  it('is a warning from the seventh day on', () => {
    expect(seen('2026-11-24')).toMatchObject({ age: 'fresh', ageWords: null });
    expect(seen('2026-11-25')).toMatchObject({
      age: 'old',
      ageWords: 'The board’s file is of November 18, 2026, 7 days ago. Licenses may have changed since.',
      mayContract: { answer: 'yes' },
    });
  });

  it('makes the answer unknown from the thirtieth day on', () => {
    expect(seen('2026-12-17').age).toBe('old');
    expect(seen('2026-12-18')).toMatchObject({
      age: 'very-old',
      headline: 'In good standing as of November 18, 2026',
      ageWords:
        'The board’s file is of November 18, 2026, 30 days ago. Do not rely on it: check with the board.',
      mayContract: { answer: 'unknown' },
    });
  });

  it('never promises good standing for two years from a file of June', () => {
    const old = standingOf(
      { ...clear, lastUpdated: '2026-06-01' },
      { on: '2026-11-26', today: '2026-11-26', asOf: '2026-06-01' },
    );
    expect(old.headline).toBe('In good standing as of June 1, 2026');
    expect(old.ageWords).toBe(
      'The board’s file is of June 1, 2026, 178 days ago. Do not rely on it: check with the board.',
    );
    expect(old.validThrough).toBe('2028-01-31');
    expect(JSON.stringify(old)).not.toContain('through January');
  });

  it('is unknown before the first file', () => {
    const unfiled = standingOf(clear, { on: today, today, asOf: null });
    expect(unfiled).toMatchObject({ age: 'unknown', asOf: null, headline: 'In good standing' });
  });
});

describe('an expired license', () => {
  it('was valid through its last day', () => {
    expect(standing({ expirationDate: today }).kind).toBe('good');
    expect(standing({ expirationDate: '2026-10-31' })).toMatchObject({
      kind: 'expired',
      group: 'not-good',
      expired: 'renewable',
      headline: 'Expired: the license was valid through October 31, 2026',
      mayContract: { answer: 'no', why: expect.stringContaining('may not bid, contract or work') },
    });
  });

  it('may have been renewed where the file is older than its last day', () => {
    expect(standing({ expirationDate: '2026-11-19' })).toMatchObject({
      kind: 'expired',
      basis: 'inferred',
      short: 'Expired unless renewed',
      mayContract: { answer: 'unknown' },
    });
  });

  it('tells a received renewal, and five years that are over', () => {
    expect(standing({ expirationDate: '2026-10-31', secondaryStatus: 'Renewal Recived' })).toMatchObject({
      expired: 'renewal-received',
      mayContract: { answer: 'unknown' },
    });
    expect(standing({ expirationDate: '2021-11-20' }).expired).toBe('renewable');
    expect(standing({ expirationDate: '2021-11-19' })).toMatchObject({
      expired: 'over',
      mayContract: { answer: 'no', why: expect.stringContaining('needs a new license') },
    });
  });
});

describe('other standings', () => {
  it('is inactive between inactivation and reactivation', () => {
    const facts = { inactivationDate: '2026-01-01', reactivationDate: '2027-01-01' };
    expect(standing(facts)).toMatchObject({
      kind: 'inactive',
      since: '2026-01-01',
      mayContract: { answer: 'no', why: expect.stringContaining('may not bid, contract or work') },
      changes: [{ words: 'The license becomes active again on January 1, 2027.' }],
    });
    expect(standing(facts, '2027-01-01').kind).toBe('pending');
    expect(standing({ inactivationDate: '2026-12-01' })).toMatchObject({
      kind: 'pending',
      note: 'The license becomes inactive on December 1, 2026.',
    });
  });

  it.each<[Partial<StandingFacts>, string, string, string]>([
    [
      { inactivationDate: '2025-10-01', reactivationDate: '2026-11-19' },
      'Active',
      'ReactivationDate',
      'The file announced that the license becomes active again on November 19, 2026. The file is older, and lists it as inactive until then.',
    ],
    [
      { issueDate: '2026-11-19' },
      'Issued',
      'IssueDate',
      'The file announced that the license begins on November 19, 2026. The file is older, and cannot confirm it.',
    ],
  ])(
    'is active by the announcement alone between the file and a newer one: %j',
    (facts, word, source, note) => {
      expect(standing(facts)).toMatchObject({
        kind: 'pending',
        group: 'pending',
        basis: 'inferred',
        tone: 'warn',
        since: '2026-11-19',
        short: `${word} as announced`,
        headline: `${word} from November 19, 2026, as the file announced`,
        note,
        inferences: [{ on: '2026-11-19', source }],
        mayContract: { answer: 'unknown', why: expect.stringContaining(note) },
      });
      const confirmed = standingOf({ ...clear, ...facts }, { on: today, today, asOf: '2026-11-19' });
      expect(confirmed).toMatchObject({ kind: 'good', mayContract: { answer: 'yes' } });
      // An event that suspends it stands before the announcement.
      expect(standing({ ...facts, contractorBondCancellationDate: '2026-11-20' }).kind).toBe('suspended');
      // Without a file and a day of the record nothing says that it has not begun.
      const unfiled = { ...clear, ...facts, lastUpdated: null };
      expect(standingOf(unfiled, { on: today, today, asOf: null }).kind).toBe('good');
    },
  );

  it.each([
    ['REVOKED', 'revoked', 'no'],
    ['Cancelled', 'canceled', 'no'],
    ['Not Yet Issued', 'not-issued', 'no'],
    ['EXPIRED', 'expired', 'no'],
    ['Inactive', 'inactive', 'no'],
    ['On Hold', 'unknown', 'unknown'],
  ])('the status %s is %s', (primaryStatus, kind, answer) => {
    expect(standing({ primaryStatus })).toMatchObject({ kind, mayContract: { answer } });
    const unknownCodes = kind === 'unknown' ? [primaryStatus] : [];
    expect(standing({ primaryStatus }).board.unknownCodes).toEqual(unknownCodes);
  });

  it('tells since when a license is missing from the file, and does not call it revoked', () => {
    const gone = standing({ goneAt: new Date('2026-11-02T06:30:00Z') });
    expect(gone).toMatchObject({
      kind: 'gone',
      group: 'unknown',
      since: '2026-11-01',
      headline: 'No longer in the board’s file since November 1, 2026',
      mayContract: { answer: 'unknown' },
    });
  });
});

describe('another day', () => {
  it('is not known before the record’s last change, except by dates', () => {
    const before = standing({ lastUpdated: '2026-08-05' }, '2026-08-04');
    expect(before).toMatchObject({
      kind: 'unknown',
      group: 'unknown',
      headline: 'The standing on August 4, 2026 is not known',
      mayContract: {
        answer: 'unknown',
        why: 'The board’s file of November 18, 2026 tells nothing about August 4, 2026: the license’s record changed on August 5, 2026.',
      },
    });
    expect(standing({}, '2020-01-01').kind).toBe('not-issued');
    expect(standing({ expirationDate: '2026-08-01' }, '2026-08-04').kind).toBe('expired');
    expect(standing({ inactivationDate: '2026-08-01' }, '2026-08-04').kind).toBe('inactive');
    expect(standing({ reissueDate: '2026-08-05', lastUpdated: '2020-01-01' }, '2026-08-04').kind).toBe(
      'unknown',
    );
  });

  it('is known between the record’s last change and the file', () => {
    expect(standing({ lastUpdated: '2026-08-05' }, '2026-08-05')).toMatchObject({
      kind: 'good',
      headline: 'In good standing on August 5, 2026',
      mayContract: { answer: 'yes' },
    });
    expect(standing({ lastUpdated: '2026-08-05', primaryStatus: 'Out Liab Susp' }, '2026-08-05').kind).toBe(
      'suspended',
    );
  });

  it('is never promised for a day to come', () => {
    expect(standing({}, '2027-11-18')).toMatchObject({
      kind: 'good',
      short: 'Valid as filed',
      headline: 'No known problem on November 18, 2027, according to the board’s file of November 18, 2026',
      mayContract: {
        answer: 'unknown',
        why: 'The file can’t say what will be true on a future day. The board’s file of November 18, 2026 lists the license as clear.',
      },
    });
    expect(standing({ primaryStatus: 'Out Liab Susp' }, '2027-11-18').mayContract.answer).toBe('unknown');
    expect(standing({ primaryStatus: 'Revoked' }, '2027-11-18').mayContract.answer).toBe('no');
  });
});

describe('a license of which the last file has no row that could be read', () => {
  const kept = (facts: Partial<StandingFacts>) =>
    standingOf(
      { ...clear, ...facts, keptFromDate: '2026-11-10', lastUpdated: '2026-01-02' },
      { on: today, today, asOf: '2026-11-10', unreadIn: asOf },
    );
  const unread =
    'The board’s file of November 18, 2026 has no row of this license that could be read. Everything here is from the file of November 10, 2026.';

  it('stands as of the older file, and nobody knows whether the firm may contract', () => {
    expect(kept({})).toMatchObject({
      kind: 'pending',
      group: 'pending',
      headline: 'Clear as of November 10, 2026, with a warning',
      asOf: '2026-11-10',
      note: unread,
      board: { words: 'The board’s file of November 10, 2026 lists the license as clear.' },
      mayContract: {
        answer: 'unknown',
        why: `The board’s file of November 10, 2026 lists the license as clear. ${unread}`,
      },
    });
  });

  it.each([
    { primaryStatus: 'Contr Bond Susp' },
    { expirationDate: '2026-10-31' },
    { inactivationDate: '2026-01-01' },
  ])('%j too', (facts) => {
    const { mayContract, group, inferences } = kept(facts);
    expect([mayContract.answer, group, inferences[0]?.words]).toEqual(['unknown', 'not-good', unread]);
  });
});

it('a row of a list says the same in brief', () => {
  const facts = { ...clear, secondaryStatus: 'WC Susp Pending' };
  expect(briefStanding(facts, { on: today, today, asOf })).toEqual({
    kind: 'pending',
    group: 'pending',
    tone: 'warn',
    short: 'Clear, with a warning',
    mayContract: 'yes',
    note: 'The board has a suspension for workers’ compensation pending.',
  });
});

describe('a license that had left the file and is back', () => {
  const returnedAt = new Date('2026-11-10T00:00:00-08:00');
  const back = 'Back in the board’s file since November 10, 2026.';

  it.each([
    ['2026-11-09', false],
    ['2026-11-20', true],
    ['2027-02-08', true],
    ['2027-02-09', false],
  ])('says so for 90 days, in full and in a list: %s', (on, isSaid) => {
    const facts = { ...clear, lastUpdated: '2026-01-02', returnedAt };
    const moment = { on, today: on, asOf: on };
    expect(words(standingOf(facts, moment).notes).includes(back)).toBe(isSaid);
    expect(briefStanding(facts, moment).note).toBe(isSaid ? back : null);
    expect(standingOf(facts, moment).kind).toBe('good');
  });

  it('says so beside a suspension, and not once it is gone again', () => {
    const suspended = standing({ returnedAt, primaryStatus: 'Liab Ins Susp' });
    expect(suspended.kind).toBe('suspended');
    expect(suspended.note).toMatch(
      /^The liability insurance .*\. Back in the board’s file since November 10, 2026\.$/,
    );
    expect(words(standing({ returnedAt, goneAt: new Date('2026-11-15T12:00:00Z') }).notes)).not.toContain(
      back,
    );
  });
});
