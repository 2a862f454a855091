import { describe, expect, it } from 'vitest';
import type { StandingFacts } from './facts.ts';
import { noted, standing, words } from './standing.fixture.ts';

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

  it.each([
    ['pendingClassRemoval', 'removal'],
    ['pendingClassReplacement', 'replacement'],
  ] as const)('%s: its day comes, and the file does not tell what became of it', (column, what) => {
    expect(standing({ [column]: '11/20/2026' })).toMatchObject({
      kind: 'pending',
      changes: [],
      inferences: [{ on: '2026-11-20' }],
      mayContract: { answer: 'unknown' },
      note: `The board announced the ${what} of a classification for November 20, 2026. The file is older, and does not tell which classification.`,
    });
    const before = standing({ [column]: '11/18/2026' });
    expect(before).toMatchObject({ kind: 'pending', changes: [], mayContract: { answer: 'yes' } });
    expect(words(before.notes)).toEqual([
      `The board still has the ${what} of a classification pending, for November 18, 2026.`,
    ]);
    expect(standing({ [column]: '11/21/2026' }).changes).toMatchObject([{ on: '2026-11-21' }]);
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

describe('a suspension by the board', () => {
  it('says why, and that the firm may not bid or contract', () => {
    expect(standing({ lastUpdated: '2026-04-22', primaryStatus: 'Contr Bond Susp' })).toMatchObject({
      kind: 'suspended',
      basis: 'board',
      since: null,
      short: 'Suspended',
      headline: 'Suspended: the contractor bond is canceled or missing; the file does not say since when',
      mayContract: {
        answer: 'no',
        why: 'The firm may not bid, contract or work on this license until the board lifts the suspension.',
      },
      note: 'The contractor bond is canceled or missing.',
      reasons: [{ code: 'Contr Bond Susp', source: 'PrimaryStatus' }],
      inferences: [],
      board: {
        words: 'The board’s file of November 18, 2026 lists the license as suspended (Contr Bond Susp).',
      },
    });
  });

  it('holds since the day that the board gives for a suspension, which it does for workers’ compensation alone', () => {
    const facts = { primaryStatus: 'Work Comp Susp', workersCompSuspensionDate: '2026-04-22' };
    expect(standing(facts)).toMatchObject({
      since: '2026-04-22',
      headline: 'Suspended since April 22, 2026: proof of workers’ compensation coverage is missing',
      note: 'Proof of workers’ compensation coverage is missing, since April 22, 2026.',
      reasons: [{ source: 'PrimaryStatus, WCSuspendDate' }],
    });
    expect(standing({ ...facts, workersCompSuspensionDate: '2026-12-22' }).since).toBeNull();
    expect(standing({ ...facts, primaryStatus: 'Work Comp Susp| Liab Ins Susp' }).since).toBeNull();
  });

  it.each<[Partial<StandingFacts>, string[]]>([
    [
      {
        workersCompCoverageType: "Workers' Compensation Insurance",
        workersCompEffectiveDate: '2024-06-01',
        workersCompCancellationDate: '2026-09-01',
      },
      [
        'The workers’ compensation policy on file was canceled on September 1, 2026. The suspension may date from then.',
      ],
    ],
    [{ workersCompEffectiveDate: '2024-06-01' }, []],
    [
      { workersCompEffectiveDate: null, policyCancellationDate: '2026-09-01' },
      [
        'The workers’ compensation policy on file was canceled on September 1, 2026. The suspension may date from then.',
      ],
    ],
    [{ workersCompEffectiveDate: '2019-06-01', reissueDate: '2026-06-01' }, []],
    [
      {
        workersCompEffectiveDate: '2019-06-01',
        workersCompCancellationDate: '2020-03-01',
        reissueDate: '2026-06-01',
      },
      [],
    ],
  ])('does not hold since a date of suspension that an older suspension left: %j', (facts, inferred) => {
    const suspended = standing({
      primaryStatus: 'Work Comp Susp',
      workersCompSuspensionDate: '2020-03-01',
      ...facts,
    });
    expect(suspended.since).toBeNull();
    expect(suspended.headline).toMatch(/; the file does not say since when$/);
    expect(suspended.note).toBe('Proof of workers’ compensation coverage is missing.');
    expect(words(suspended.inferences)).toEqual(inferred);
  });

  it('holds since a date of suspension that a policy to come does not make older', () => {
    const facts = { primaryStatus: 'Work Comp Susp', workersCompSuspensionDate: '2026-10-01' };
    expect(standing({ ...facts, workersCompEffectiveDate: '2026-12-20' }).since).toBe('2026-10-01');
    expect(
      words(
        standing({
          primaryStatus: 'Contr Bond Susp',
          contractorBondCancellationDate: '2026-11-10',
          contractorBondEffectiveDate: '2026-12-20',
        }).inferences,
      ),
    ).toEqual([
      'The contractor bond on file was canceled on November 10, 2026. The suspension may date from then.',
    ]);
  });

  it.each<[string, Partial<StandingFacts>, string]>([
    [
      'Contr Bond Susp',
      { contractorBondCancellationDate: '2026-10-10' },
      'The contractor bond on file was canceled on October 10, 2026.',
    ],
    [
      'EMP/WK Bnd Susp',
      { workerBondCancellationDate: '2026-10-10' },
      'The LLC worker bond on file was canceled on October 10, 2026.',
    ],
    [
      'Discp Bond SUSP',
      { disciplinaryBondCancellationDate: '2026-10-10' },
      'The disciplinary bond on file was canceled on October 10, 2026.',
    ],
    [
      'QUAL Bond SUSP',
      { qualifierBondCancellationDate: '2026-10-10' },
      'The qualifier’s bond on file was canceled on October 10, 2026.',
    ],
    [
      'Susp - No Qualifier',
      { qualifierLeavesOn: '2026-05-01' },
      'According to the board’s personnel file, the license has had no qualifier since May 1, 2026. The 90 days to replace that person ended on July 30, 2026.',
    ],
    [
      'work comp  susp',
      {
        workersCompCoverageType: "Workers' Compensation Insurance",
        workersCompCancellationDate: '2026-10-10',
      },
      'The workers’ compensation policy on file was canceled on October 10, 2026.',
    ],
    [
      'Work Comp Susp',
      { workersCompExpirationDate: '2026-10-10', workersCompEffectiveDate: '2025-10-10' },
      'The workers’ compensation policy on file ended on October 10, 2026.',
    ],
    [
      'Work Comp Susp',
      { workersCompCancellationDate: '2026-10-10' },
      'The exemption from workers’ compensation on file was canceled on October 10, 2026.',
    ],
    [
      'Work Comp Susp',
      { policySuspensionDate: '2026-10-10', policyCancellationDate: '2026-10-09' },
      'According to the board’s workers’ comp file, the license was suspended for workers’ compensation on October 10, 2026.',
    ],
    [
      'Work Comp Susp',
      { policySuspensionDate: '2025-10-10', policyCancellationDate: '2026-10-09' },
      'The workers’ compensation policy on file was canceled on October 9, 2026.',
    ],
    [
      'Work Comp Susp',
      { policySuspensionDate: '2026-12-10', policyCancellationDate: '2026-10-09' },
      'The workers’ compensation policy on file was canceled on October 9, 2026.',
    ],
  ])('%s: the day of what the file tells is an inference', (primaryStatus, facts, event) => {
    const suspended = standing({
      workersCompEffectiveDate: null,
      contractorBondEffectiveDate: null,
      primaryStatus,
      ...facts,
    });
    expect(suspended).toMatchObject({ kind: 'suspended', since: null });
    expect(suspended.headline).toMatch(/; the file does not say since when$/);
    expect(words(suspended.inferences)).toEqual([`${event} The suspension may date from then.`]);
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
    ['Contr Bond Susp', { contractorBondCancellationDate: '2026-12-10' }],
    // 90 days that are not over on the file's date, and a bond of a person who had left before.
    ['Susp - No Qualifier', { qualifierLeavesOn: '2026-08-21' }],
    [
      'QUAL Bond SUSP',
      { qualifierBondCancellationDate: '2026-10-10', qualifierBondHolderLeavesOn: '2026-10-10' },
    ],
  ])(
    '%s: nothing is inferred where a later bond or policy stands in place of the old one, of a day to come, or where nobody needs the bond',
    (primaryStatus, facts) => {
      expect(standing({ primaryStatus, ...facts })).toMatchObject({
        kind: 'suspended',
        since: null,
        inferences: [],
      });
    },
  );

  it('is told as of the file for a day to come, and so is an inactive license', () => {
    const headline =
      'Suspended as of November 18, 2026: the contractor bond is canceled or missing. Not known for December 15, 2026';
    expect(
      standing(
        { primaryStatus: 'Contr Bond Susp', contractorBondCancellationDate: '2026-04-22' },
        '2026-12-15',
      ),
    ).toMatchObject({ kind: 'suspended', group: 'not-good', short: 'Suspended as filed', headline });
    expect(standing({ inactivationDate: '2026-04-22' }, '2026-12-15')).toMatchObject({
      kind: 'inactive',
      short: 'Inactive as filed',
      headline: 'Inactive as of November 18, 2026. Not known for December 15, 2026',
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

  it('says that it has expired only as far as the file can know', () => {
    const ended = (expirationDate: string, on?: string, secondaryStatus: string | null = null) => {
      const found = standing({ primaryStatus: 'Work Comp Susp', expirationDate, secondaryStatus }, on);
      return words([...found.notes, ...found.inferences]).filter((said) => said.includes('valid through'));
    };
    const unless = (day: string) => [
      `Unless it was renewed, the license has also expired: it was valid through ${day}.`,
    ];
    expect(ended('2026-11-19')).toEqual(unless('November 19, 2026'));
    expect(ended('2027-01-31', '2027-03-01')).toEqual(unless('January 31, 2027'));
    expect(ended('2026-10-31', undefined, 'Renewal Recived')).toEqual([
      'The license has also expired, unless the renewal that the board has received took effect: it was valid through October 31, 2026.',
    ]);
  });

  it('says that it cannot be renewed any more', () => {
    const ended = (expirationDate: string, inactivationDate: string | null = null) =>
      standing({ primaryStatus: 'Liab Ins Susp', expirationDate, inactivationDate }).mayContract.why;
    const over =
      'The firm may not bid, contract or work on this license. It can no longer be renewed: the firm needs a new license.';
    expect(ended('2020-10-31')).toBe(over);
    expect(ended('2020-10-31', '2019-01-01')).toBe(over);
    expect(ended('2021-11-20')).toContain('until the board lifts the suspension and it is renewed.');
  });

  it('says that it is inactive as well, and until when the firm may not work', () => {
    const inactive = { inactivationDate: '2025-05-01', reactivationDate: '2027-01-01' };
    const suspended = standing({ ...inactive, primaryStatus: 'Contr Bond Susp' });
    expect(words(suspended.notes)).toEqual(['The license is also inactive since May 1, 2025.']);
    expect(words(suspended.changes)).toEqual(['The license becomes active again on January 1, 2027.']);
    expect(suspended.mayContract.why).toMatch(
      /until the board lifts the suspension and it is active again\.$/,
    );
    const expired = standing({ ...inactive, expirationDate: '2026-10-31' });
    expect(words(expired.notes)).toEqual(['The license is also inactive since May 1, 2025.']);
    expect(expired.mayContract.why).toContain('until it is renewed and it is active again.');
    const announced = standing({ primaryStatus: 'Contr Bond Susp', inactivationDate: '2026-11-19' });
    expect(words(announced.inferences)).toEqual([
      'The license is also inactive starting November 19, 2026, as the file announced.',
    ]);
  });
});

describe('a license that the file lists as inactive', () => {
  const inactive = { inactivationDate: '2025-01-01' };
  const byStatus = { primaryStatus: 'Inactive' };
  const renewing = { expirationDate: '2026-10-31', secondaryStatus: 'Renewal Recived' };

  it.each<Partial<StandingFacts>>([
    { ...inactive, expirationDate: '2026-11-19' },
    { ...inactive, ...renewing },
    { ...byStatus, expirationDate: '2026-11-19' },
    { ...byStatus, ...renewing },
  ])('may not be used, whether or not it was renewed: %j', (facts) => {
    expect(standing(facts)).toMatchObject({
      kind: 'expired',
      mayContract: {
        answer: 'no',
        why: 'The firm may not bid, contract or work on this license until it is active again, whether or not it was renewed.',
      },
    });
  });

  it('is not known where the inactive time ended or began after the file', () => {
    const expirationDate = '2026-11-19';
    const active =
      'The file announced that the license becomes active again on November 19, 2026. The file is older, and lists it as inactive until then.';
    for (const facts of [inactive, byStatus]) {
      const activated = standing({ ...facts, expirationDate, reactivationDate: '2026-11-19' });
      expect(activated.mayContract.answer).toBe('unknown');
      expect(words(activated.inferences)).toEqual([active]);
    }
    const since = standing({ inactivationDate: '2026-11-19', expirationDate });
    expect(since.mayContract.answer).toBe('unknown');
    expect(standing({ ...byStatus, reactivationDate: '2026-11-19' })).toMatchObject({
      kind: 'inactive',
      mayContract: { answer: 'unknown' },
      inferences: [{ words: active }],
    });
    expect(standing({ ...byStatus, reactivationDate: '2026-11-18' }).mayContract.answer).toBe('no');
  });

  it('announces the day on which it is active again, also without a day on which it became inactive', () => {
    const again = 'The license becomes active again on December 20, 2026.';
    const reactivationDate = '2026-12-20';
    expect(words(standing({ ...byStatus, reactivationDate }).changes)).toEqual([again]);
    expect(words(standing({ inactivationDate: '2026-12-01', reactivationDate }).changes)).toEqual([
      'The license becomes inactive on December 1, 2026.',
      again,
    ]);
    const suspended = standing({ primaryStatus: 'Liab Ins Susp| Inactive', reactivationDate });
    expect(words(suspended.notes)).toEqual(['The license is also inactive.']);
    expect(words(suspended.changes)).toEqual([again]);
    // The end of an older inactive time.
    expect(words(standing({ inactivationDate: '2027-01-01', reactivationDate }).changes)).toEqual([
      'The license becomes inactive on January 1, 2027.',
    ]);
    expect(standing({ reactivationDate }).changes).toEqual([]);
  });
});

describe('a license that is suspended, inactive or expired', () => {
  const barred: Partial<StandingFacts>[] = [
    { primaryStatus: 'Liab Ins Susp' },
    { inactivationDate: '2026-01-01' },
    { primaryStatus: 'Inactive' },
    { expirationDate: '2026-10-31' },
  ];
  const announced: [Partial<StandingFacts>, string][] = [
    [{ pendingSuspension: '12/05/2026' }, 'The board has a suspension pending for December 5, 2026.'],
    [
      { workersCompSuspensionDate: '2026-12-05' },
      'The board will suspend the license for workers’ compensation on December 5, 2026.',
    ],
    [
      { contractorBondCancellationDate: '2026-12-05' },
      'The contractor bond will be canceled on December 5, 2026.',
    ],
    [
      { qualifierLeavesOn: '2026-12-05' },
      'According to the board’s personnel file, the license has no qualifier starting December 5, 2026.',
    ],
  ];

  it.each(barred)('announces what the file announces: %j', (facts) => {
    for (const [ahead, said] of announced)
      expect(words(standing({ ...ahead, ...facts }).changes)).toEqual([said]);
  });

  it('announces the inactive time and the last day', () => {
    const suspended = standing({
      primaryStatus: 'Liab Ins Susp',
      inactivationDate: '2026-12-05',
      expirationDate: '2026-12-31',
    });
    expect(words(suspended.changes)).toEqual([
      'The license becomes inactive on December 5, 2026.',
      'The license expires after December 31, 2026, unless it is renewed.',
    ]);
  });

  it.each(barred)(
    'tells a day that came after the file, and one that the file still has pending: %j',
    (facts) => {
      expect(words(standing({ ...facts, pendingSuspension: '11/19/2026' }).inferences)).toContain(
        'November 19, 2026 has come since the file: the file announced a suspension for that day.',
      );
      expect(words(standing({ ...facts, pendingSuspension: '11/18/2026' }).notes)).toContain(
        'The board still has a suspension pending, for November 18, 2026.',
      );
      const left = 'According to the board’s personnel file, the license has had no qualifier since November';
      expect(words(standing({ ...facts, qualifierLeavesOn: '2026-11-19' }).inferences)).toContain(
        `${left} 19, 2026.`,
      );
      expect(words(standing({ ...facts, qualifierLeavesOn: '2026-11-18' }).notes)).toContain(
        `${left} 18, 2026.`,
      );
    },
  );
});
