import { describe, expect, it } from 'vitest';
import type { StandingFacts } from './facts.ts';
import { briefStanding, standingOf } from './standing.ts';

/** A license that the file lists as clear, with nothing against it. */
const clear: StandingFacts = {
  lastUpdated: '2026-11-18',
  businessType: 'Corporation',
  classifications: ['B'],
  issueDate: '2020-01-02',
  reissueDate: null,
  expirationDate: '2028-01-31',
  inactivationDate: null,
  reactivationDate: null,
  pendingSuspension: null,
  pendingClassRemoval: null,
  pendingClassReplacement: null,
  primaryStatus: 'CLEAR',
  secondaryStatus: null,
  workersCompCoverageType: 'Exempt',
  workersCompEffectiveDate: '2026-01-02',
  workersCompExpirationDate: null,
  workersCompCancellationDate: null,
  workersCompSuspensionDate: null,
  contractorBondEffectiveDate: '2026-01-02',
  contractorBondCancellationDate: null,
  workerBondEffectiveDate: null,
  workerBondCancellationDate: null,
  disciplinaryBondEffectiveDate: null,
  disciplinaryBondCancellationDate: null,
  disciplinaryBondRequiredDate: null,
  qualifierBondCancellationDate: null,
  policyCancellationDate: null,
  policyExpirationDate: null,
  goneAt: null,
  returnedAt: null,
};
const insured: Partial<StandingFacts> = {
  workersCompCoverageType: "Workers' Compensation Insurance",
  workersCompEffectiveDate: '2025-12-07',
  workersCompExpirationDate: '2026-12-07',
};
const asOf = '2026-11-18';
const today = '2026-11-20';

const standing = (facts: Partial<StandingFacts>, on = today) =>
  standingOf({ ...clear, ...facts }, { on, today, asOf });
const words = (findings: { words: string }[]) => findings.map((finding) => finding.words);
const noted = (secondaryStatus: string) => standing({ secondaryStatus });

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
      'The file names no contractor bond.',
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

describe('what the board has pending', () => {
  it.each([
    ['WC Susp Pending', 'The board has a suspension for workers’ compensation pending.'],
    ['SOS Problem', 'registration at the Secretary of State'],
    ['Pending Case/CIT', 'a disciplinary case or a citation pending'],
    ['Entity Susp PND', 'another license that shares an officer or owner'],
    ['Pending Canc', 'the cancellation of the license pending'],
    ['BOND Pay Pending', 'a suspension pending for a claim paid from the contractor bond'],
    ['7073E Probation', 'on probation'],
  ])('%s is a warning in words', (code, expected) => {
    const pending = noted(code);
    expect(pending).toMatchObject({
      kind: 'pending',
      group: 'pending',
      tone: 'warn',
      short: 'Clear, with a warning',
      headline: 'Clear as of November 18, 2026, with a warning',
      mayContract: { answer: 'yes' },
    });
    expect(pending.note).toContain(expected);
  });

  it('names every note of a piped status', () => {
    expect(words(noted('7073E Probation| DISC Bond Filed').notes)).toEqual([
      'The license is on probation: the board issued it under conditions in place of refusing it.',
      'The firm had to file a disciplinary bond after action by the board.',
    ]);
  });

  it('shows an unknown note as it stands', () => {
    expect(noted('Odd Note| WC Susp Pending')).toMatchObject({
      kind: 'pending',
      board: { unknownCodes: ['Odd Note'] },
      notes: [
        { code: 'Odd Note', words: expect.stringContaining('“Odd Note”') },
        { code: 'WC Susp Pending' },
      ],
    });
  });

  it('gives the date of a pending suspension, and its field', () => {
    expect(standing({ pendingSuspension: '12/15/2026' })).toMatchObject({
      kind: 'pending',
      note: 'The board has a suspension pending for December 15, 2026.',
      changes: [{ on: '2026-12-15', source: 'PendingSuspension', counts: true }],
    });
  });

  it('reads a date as a spreadsheet writes it, and shows a day that no calendar has as it stands', () => {
    expect(standing({ pendingSuspension: '1/2/2027' }).changes).toMatchObject([
      { words: 'The board has a suspension pending for January 2, 2027.', on: '2027-01-02' },
    ]);
    expect(standing({ pendingSuspension: '1/2/2026' })).toMatchObject({ mayContract: { answer: 'unknown' } });
    expect(standing({ pendingSuspension: '11/19/2026' }).kind).toBe('suspended');
    expect(
      words(standing({ pendingClassRemoval: '02/31/2026', pendingSuspension: '2/30/2027' }).changes),
    ).toEqual([
      'The board has the removal of a classification pending: “02/31/2026”.',
      'The board has a suspension pending: “2/30/2027”.',
    ]);
  });

  it('says the removal of a class once, with its date', () => {
    const removal = standing({
      secondaryStatus: 'Class Removal Pending',
      pendingClassRemoval: '12/20/2026',
      pendingClassReplacement: '2026-12-21',
    });
    expect(words([...removal.changes, ...removal.notes])).toEqual([
      'The board has the removal of a classification pending for December 20, 2026.',
      'The board has the replacement of a classification pending for December 21, 2026.',
    ]);
  });

  it('shows a pending column that is no date as it stands, and takes N for nothing', () => {
    expect(standing({ pendingSuspension: 'Y', pendingClassRemoval: '02/31/26' })).toMatchObject({
      kind: 'pending',
      changes: [
        { words: 'The board has the removal of a classification pending: “02/31/26”.' },
        { words: 'The board has a suspension pending: “Y”.' },
      ],
    });
    expect(
      standing({ pendingSuspension: 'N', pendingClassRemoval: 'N', pendingClassReplacement: 'N' }).kind,
    ).toBe('good');
  });
});

describe('a bond or policy that ends', () => {
  it.each([
    ['contractorBond', 'contractor bond', 'CBCancellationDate', {}],
    ['workerBond', 'LLC worker bond', 'WBCancellationDate', { businessType: 'Limited Liability' }],
    ['disciplinaryBond', 'disciplinary bond', 'DBCancellationDate', {}],
  ])('%s: is foreseen, and infers a suspension for days after it', (prefix, name, source, facts) => {
    const ends = {
      ...facts,
      [`${prefix}EffectiveDate`]: '2026-01-02',
      [`${prefix}CancellationDate`]: '2026-12-20',
    };
    expect(standing(ends)).toMatchObject({
      kind: 'pending',
      changes: [{ on: '2026-12-20', source }],
      note: `The ${name} will be canceled on December 20, 2026. The license would then be suspended, unless a new bond is filed first.`,
    });
    expect(standing(ends, '2026-12-20')).toMatchObject({
      kind: 'suspended',
      group: 'not-good',
      basis: 'inferred',
      short: 'May be suspended',
      tone: 'warn',
      headline: `The license would have been suspended since December 20, 2026: the ${name} in the file was canceled`,
      mayContract: { answer: 'unknown' },
    });
  });

  it('counts a worker bond for an LLC alone', () => {
    const ends = { workerBondEffectiveDate: '2026-01-02', workerBondCancellationDate: '2026-12-20' };
    expect(standing(ends).kind).toBe('good');
    expect(words(standing({ businessType: 'Limited Liability' }).notes)).toEqual([
      'The file names no LLC worker bond, which an LLC must have.',
    ]);
  });

  it('ignores a disciplinary bond that is canceled after the time for which it was required', () => {
    const bond = {
      disciplinaryBondEffectiveDate: '2024-06-01',
      disciplinaryBondRequiredDate: '2026-06-01',
      disciplinaryBondCancellationDate: '2026-12-20',
    };
    expect(standing(bond).kind).toBe('good');
    expect(standing({ ...bond, disciplinaryBondRequiredDate: '2027-06-01' }).kind).toBe('pending');
  });

  it.each([
    ['contractorBond', {}],
    ['workerBond', { businessType: 'Limited Liability' }],
    ['disciplinaryBond', {}],
    ['workersComp', insured],
  ])(
    '%s: ignores a cancellation that a later one replaced, and not one of its own first day',
    (prefix, facts) => {
      const filed = { ...facts, [`${prefix}CancellationDate`]: '2026-02-01' };
      expect(standing({ ...filed, [`${prefix}EffectiveDate`]: '2026-02-02' })).toMatchObject({
        kind: 'good',
        inferences: [],
      });
      expect(standing({ ...filed, [`${prefix}EffectiveDate`]: '2026-02-01' })).toMatchObject({
        kind: 'pending',
        inferences: [{ on: '2026-02-01' }],
        mayContract: { answer: 'unknown' },
      });
    },
  );

  it('puts the board’s word first where the file came after the cancellation', () => {
    const canceled = standing({
      ...insured,
      lastUpdated: '2026-08-05',
      workersCompCancellationDate: '2026-09-15',
    });
    expect(canceled).toMatchObject({
      kind: 'pending',
      basis: 'board',
      headline: 'Clear as of November 18, 2026, with a warning',
      board: { words: 'The board’s file of November 18, 2026 lists the license as clear.' },
      inferences: [{ on: '2026-09-15', source: 'WCCancellationDate' }],
      mayContract: { answer: 'unknown' },
      reasons: [],
    });
    expect(canceled.note).toContain('was canceled on September 15, 2026');
  });

  it('infers a suspension between the file and the day asked for', () => {
    const canceled = { ...insured, workersCompCancellationDate: '2026-11-19' };
    expect(standing(canceled)).toMatchObject({
      kind: 'suspended',
      basis: 'inferred',
      since: '2026-11-19',
      board: { words: 'The board’s file of November 18, 2026 lists the license as clear.' },
      mayContract: { answer: 'unknown' },
    });
    expect(standing({ pendingSuspension: '11/19/2026' })).toMatchObject({
      kind: 'suspended',
      basis: 'inferred',
    });
  });
});

describe('workers’ compensation that is not there', () => {
  it('warns where none is on file', () => {
    expect(standing({ workersCompCoverageType: 'License does not have current W/C' })).toMatchObject({
      kind: 'pending',
      mayContract: { answer: 'unknown' },
      note: 'No workers’ compensation coverage is on file. The law asks for coverage or an exemption.',
      inferences: [{ source: 'WorkersCompCoverageType' }],
    });
  });

  it('warns where the policy in the file ended before the file', () => {
    const lapsed = { ...insured, lastUpdated: '2026-02-01', workersCompExpirationDate: '2026-03-01' };
    expect(standing(lapsed)).toMatchObject({
      kind: 'pending',
      note: 'The workers’ compensation policy in the file ended on March 1, 2026, and the file does not say that it was renewed.',
    });
  });

  it('says of a policy that ends after the file that a renewal cannot be known', () => {
    const later = standing(insured, '2026-12-08');
    expect(later.kind).toBe('good');
    expect(words(later.notes)).toEqual([
      'The workers’ compensation policy in the file ends on December 7, 2026. The file cannot know a renewal yet.',
    ]);
    expect(standing(insured, '2026-12-07').notes).toEqual([]);
  });

  it.each([
    [['C-39'], 'C-39 needs coverage with or without employees'],
    [['C-8', 'C-20', 'C-22', 'C-49'], 'C-8, C-20, C-22 and C-49 need coverage with or without employees'],
    [['B', 'D-49'], 'D-49 needs coverage'],
  ])('warns that %j may not be exempt', (classifications, expected) => {
    const exempt = standing({ classifications });
    expect(exempt.kind).toBe('pending');
    expect(exempt.note).toContain(expected);
    expect(exempt.note).toContain('The file contradicts itself');
    expect(standing({ classifications, businessType: 'JointVenture' }).kind).toBe('good');
    expect(standing({ classifications, ...insured }).kind).toBe('good');
  });

  it('reads kinds of coverage in whatever capitals and spaces', () => {
    expect(standing({ workersCompCoverageType: 'EXEMPT', classifications: ['C-39'] })).toMatchObject({
      kind: 'pending',
      inferences: [{ code: 'exempt-with-class' }],
      board: { unknownCodes: [] },
    });
    expect(standing({ workersCompCoverageType: 'LICENSE DOES NOT HAVE  CURRENT W/C' })).toMatchObject({
      kind: 'pending',
      inferences: [{ code: 'no-coverage' }],
      mayContract: { answer: 'unknown' },
    });
  });

  it('remarks on a kind of coverage that nobody has described, and still reads its dates', () => {
    const odd = { ...insured, workersCompCoverageType: 'Odd Coverage' };
    expect(standing(odd)).toMatchObject({
      kind: 'good',
      board: { unknownCodes: ['Odd Coverage'] },
      notes: [
        {
          words:
            'The file gives “Odd Coverage” as the kind of workers’ compensation coverage. We have no description of it.',
          counts: false,
        },
      ],
    });
    expect(standing({ ...odd, workersCompExpirationDate: '2026-03-01' }).kind).toBe('pending');
  });

  it('knows that no class is exempt from 2028 on', () => {
    const on = '2028-01-10';
    const then = standingOf(clear, { on, today: on, asOf: '2028-01-09' });
    expect(then.note).toContain('every classification needs coverage since January 1, 2028');
    expect(standing({}, on)).toMatchObject({
      kind: 'good',
      notes: [{ code: 'exemption-ends', counts: false }],
    });
  });
});

describe('a suspension by the board', () => {
  it('says since when, why and that the firm may not bid or contract', () => {
    expect(
      standing({
        lastUpdated: '2026-04-22',
        primaryStatus: 'Contr Bond Susp',
        contractorBondCancellationDate: '2026-04-22',
      }),
    ).toMatchObject({
      kind: 'suspended',
      basis: 'board',
      since: '2026-04-22',
      short: 'Suspended',
      headline: 'Suspended since April 22, 2026: the contractor bond is canceled or missing',
      mayContract: {
        answer: 'no',
        why: 'The firm may not bid, contract or work on this license until the board lifts the suspension.',
      },
      note: 'The contractor bond is canceled or missing, since April 22, 2026.',
      reasons: [{ code: 'Contr Bond Susp', source: 'PrimaryStatus, CBCancellationDate' }],
      board: {
        words: 'The board’s file of November 18, 2026 lists the license as suspended (Contr Bond Susp).',
      },
    });
  });

  it.each<[string, Partial<StandingFacts>]>([
    [
      'Contr Bond Susp',
      { contractorBondCancellationDate: '2026-10-10', contractorBondEffectiveDate: '2026-11-01' },
    ],
    ['EMP/WK Bnd Susp', { workerBondCancellationDate: '2020-10-10', workerBondEffectiveDate: '2026-11-01' }],
    [
      'Discp Bond SUSP',
      { disciplinaryBondCancellationDate: '2026-10-10', disciplinaryBondEffectiveDate: '2026-11-01' },
    ],
    ['Work Comp Susp', { workersCompCancellationDate: '2026-10-10', workersCompEffectiveDate: '2026-11-01' }],
    ['Work Comp Susp', { workersCompExpirationDate: '2026-10-10', workersCompEffectiveDate: '2026-11-01' }],
  ])(
    '%s has no day where a later bond or policy stands in the place of the old one',
    (primaryStatus, facts) => {
      const suspended = standing({ primaryStatus, ...facts });
      expect(suspended).toMatchObject({ kind: 'suspended', since: null });
      expect(suspended.headline).toMatch(/^Suspended: /);
    },
  );

  it('is told as of the file for a day to come, and so is an inactive license', () => {
    const headline =
      'Suspended as of November 18, 2026: the contractor bond is canceled or missing. No file tells December 15, 2026';
    expect(
      standing(
        { primaryStatus: 'Contr Bond Susp', contractorBondCancellationDate: '2026-04-22' },
        '2026-12-15',
      ),
    ).toMatchObject({ kind: 'suspended', group: 'not-good', short: 'Suspended as filed', headline });
    expect(standing({ inactivationDate: '2026-04-22' }, '2026-12-15')).toMatchObject({
      kind: 'inactive',
      short: 'Inactive as filed',
      headline: 'Inactive as of November 18, 2026. No file tells December 15, 2026',
    });
    // A revocation lasts.
    expect(standing({ primaryStatus: 'Revoked' }, '2026-12-15').short).toBe('Revoked');
  });

  it.each([
    'EMP/WK Bnd Susp',
    'J V Entity Susp',
    'QUAL Bond SUSP',
    'JDG Entity Susp',
    'O/L Entity Susp',
    'BOND Pay Susp',
    'BND Pay EN Susp',
    'Discp Bond SUSP',
    'Citation Susp',
    'Cit Entity Susp',
    'ARB Suspension',
    'ARB Entity Susp',
    'Contr Bond Susp',
    'Work Comp Susp',
    'Liab Ins Susp',
    'Judgement Susp',
    'Family Sup Susp',
    'SOS Suspension',
    'Susp - No Qualifier',
    'Out Liab Susp',
  ])('%s has words', (code) => {
    const suspended = standing({ primaryStatus: code });
    expect(suspended).toMatchObject({ kind: 'suspended', board: { unknownCodes: [] } });
    expect(suspended.headline).not.toContain(code);
    expect(suspended.note).not.toContain(code);
  });

  it('names every reason, and an unknown one as it stands', () => {
    const suspended = standing({ primaryStatus: 'Work Comp Susp | Contr Bond Susp|Odd Susp' });
    expect(words(suspended.reasons)).toEqual([
      'proof of workers’ compensation coverage is missing',
      'the contractor bond is canceled or missing',
      'the board’s file gives the reason as “Odd Susp”',
    ]);
    expect(suspended.board.unknownCodes).toEqual(['Odd Susp']);
    expect(suspended.since).toBeNull();
  });

  it.each(['Suspended', 'CLEAR| Suspended', 'SUSPENDED BY THE BOARD'])('%s bars', (primaryStatus) => {
    expect(standing({ primaryStatus })).toMatchObject({
      kind: 'suspended',
      group: 'not-good',
      mayContract: { answer: 'no' },
    });
  });

  it('also says that the license has expired, and what else is pending', () => {
    const suspended = standing({
      primaryStatus: 'Work Comp Susp',
      secondaryStatus: 'Pending Canc',
      expirationDate: '2026-10-31',
    });
    expect(suspended.kind).toBe('suspended');
    expect(words(suspended.notes)).toEqual([
      'The board has the cancellation of the license pending.',
      'The license has also expired: it was valid through October 31, 2026.',
    ]);
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
    expect(standing(facts, '2027-01-01').kind).toBe('good');
    expect(standing({ inactivationDate: '2026-12-01' })).toMatchObject({
      kind: 'pending',
      note: 'The license becomes inactive on December 1, 2026.',
    });
  });

  it.each([
    ['REVOKED', 'revoked', 'no'],
    ['Cancelled', 'canceled', 'no'],
    ['Not Yet Issued', 'not-issued', 'no'],
    ['EXPIRED', 'expired', 'no'],
    ['Inactive', 'inactive', 'no'],
    ['On Hold', 'unknown', 'unknown'],
  ])('the status %s is %s', (primaryStatus, kind, answer) => {
    expect(standing({ primaryStatus })).toMatchObject({ kind, mayContract: { answer } });
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
      headline: 'Nothing in the board’s file of November 18, 2026 speaks against November 18, 2027',
      mayContract: {
        answer: 'unknown',
        why: 'No file tells a day to come. The board’s file of November 18, 2026 lists the license as clear.',
      },
    });
    expect(standing({ primaryStatus: 'Out Liab Susp' }, '2027-11-18').mayContract.answer).toBe('unknown');
    expect(standing({ primaryStatus: 'Revoked' }, '2027-11-18').mayContract.answer).toBe('no');
  });
});

describe('what the board’s other files say', () => {
  it('of the qualifier’s bond counts as an inference: ahead, between the file and today, and before the file', () => {
    const ahead = standing({ qualifierBondCancellationDate: '2026-12-20' });
    expect(ahead).toMatchObject({ kind: 'pending', mayContract: { answer: 'yes' } });
    expect(words(ahead.changes)).toEqual([
      'By the board’s file of people, the qualifier’s bond will be canceled on December 20, 2026. The license would then be suspended, unless a new bond is filed first.',
    ]);
    expect(standing({ qualifierBondCancellationDate: '2026-11-19' })).toMatchObject({
      kind: 'suspended',
      basis: 'inferred',
      since: '2026-11-19',
      headline:
        'The license would have been suspended since November 19, 2026: the qualifier’s bond was canceled, by the board’s file of people',
      mayContract: { answer: 'unknown' },
    });
    const passed = standing({ qualifierBondCancellationDate: '2026-06-01' });
    expect(passed).toMatchObject({ kind: 'pending', tone: 'warn', mayContract: { answer: 'unknown' } });
    expect(passed.inferences).toMatchObject([
      {
        words:
          'By the board’s file of people, the qualifier’s bond was canceled on June 1, 2026, and the file names no later one. The law suspends a license without it.',
        source: 'CancellationDate of PersonnelData',
      },
    ]);
  });

  it('of a policy counts as well: a cancellation is a doubt, and a renewal takes one away', () => {
    const canceled = standing({ ...insured, policyCancellationDate: '2026-06-01' });
    expect(canceled).toMatchObject({ kind: 'pending', mayContract: { answer: 'unknown' } });
    expect(canceled.inferences.map(({ source }) => source)).toEqual(['CancellationDate of WorkerCompData']);
    const ended = { ...insured, workersCompExpirationDate: '2026-03-01' };
    expect(standing(ended)).toMatchObject({ kind: 'pending', mayContract: { answer: 'unknown' } });
    const renewed = standing({ ...ended, policyExpirationDate: '2027-03-01' });
    expect(renewed).toMatchObject({ kind: 'good', mayContract: { answer: 'yes' }, inferences: [] });
    expect(words(renewed.notes)).toEqual([
      'The policy in the license file ended on March 1, 2026. By the board’s file of policies, it runs through March 1, 2027.',
    ]);
    const ending = { ...ended, policyExpirationDate: '2026-12-31', policyCancellationDate: '2026-12-31' };
    expect(standing(ending)).toMatchObject({
      kind: 'pending',
      mayContract: { answer: 'yes' },
      inferences: [],
      changes: [{ code: 'policy-canceled', on: '2026-12-31' }],
    });
    expect(words(standing(ending).notes)).toEqual([
      'The policy in the license file ended on March 1, 2026. By the board’s file of policies, a newer one is in force until December 31, 2026.',
    ]);
    expect(standing(ending, '2027-01-02')).toMatchObject({
      kind: 'suspended',
      basis: 'inferred',
      inferences: [],
    });
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
