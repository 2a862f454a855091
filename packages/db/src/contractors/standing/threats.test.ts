import { describe, expect, it } from 'vitest';
import { clear, insured, standing, words } from './standing.fixture.ts';
import { standingOf } from './standing.ts';

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
      'The file gives no effective date of an LLC worker bond, which an LLC must have.',
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

  it.each([
    ['contractorBond', 'contractor bond', 'a new bond', {}],
    ['workerBond', 'LLC worker bond', 'a new bond', { businessType: 'Limited Liability' }],
    ['disciplinaryBond', 'disciplinary bond', 'a new bond', {}],
    ['workersComp', 'workers’ compensation coverage', 'new coverage', insured],
  ])('%s: is not replaced by one that begins later', (prefix, name, another, facts) => {
    const filed = (canceled: string) => ({
      ...facts,
      [`${prefix}CancellationDate`]: canceled,
      [`${prefix}EffectiveDate`]: '2026-12-20',
    });
    expect(standing(filed('2026-11-10'))).toMatchObject({
      kind: 'pending',
      mayContract: { answer: 'unknown' },
      note: `The ${name} in the file was canceled on November 10, 2026, and the next one doesn’t begin until December 20, 2026. The law suspends a license without it.`,
    });
    expect(standing(filed('2026-11-25'))).toMatchObject({
      kind: 'pending',
      note: `The ${name} will be canceled on November 25, 2026, and the next one doesn’t begin until December 20, 2026. The license would be suspended between these days, unless ${another} is filed first.`,
    });
    expect(standing(filed('2026-11-19'))).toMatchObject({
      kind: 'suspended',
      headline: `The license would have been suspended since November 19, 2026: the ${name} in the file was canceled, and the next one doesn’t begin until December 20, 2026`,
    });
    // Without a day between both, and once it has begun.
    expect(standing(filed('2026-12-19')).changes).toEqual([]);
    expect(standing(filed('2026-11-25'), '2026-12-20').kind).toBe('good');
  });

  it('is the exemption of an exempt firm, which has no coverage', () => {
    const canceled = (day: string) => standing({ workersCompCancellationDate: day }).note;
    expect(canceled('2026-12-20')).toBe(
      'The exemption from workers’ compensation will be canceled on December 20, 2026. The license would then be suspended, unless coverage or a new exemption is filed first.',
    );
    expect(canceled('2026-11-10')).toBe(
      'The exemption from workers’ compensation in the file was canceled on November 10, 2026, and the file names no later one. The law suspends a license without coverage or an exemption.',
    );
  });

  it.each([
    ['contractorBond', 'contractor bond', {}],
    ['workerBond', 'LLC worker bond', { businessType: 'Limited Liability' }],
    ['disciplinaryBond', 'disciplinary bond', {}],
    ['workersComp', 'workers’ compensation policy', insured],
  ])('%s: a remark says that the one in the file begins later', (prefix, name, facts) => {
    const later = {
      workerBondEffectiveDate: '2026-01-02',
      ...facts,
      [`${prefix}EffectiveDate`]: '2026-12-20',
    };
    expect(standing(later).kind).toBe('good');
    expect(words(standing(later).notes)).toEqual([
      `The ${name} in the file doesn’t begin until December 20, 2026.`,
    ]);
    expect(standing(later, '2026-12-20').notes).toEqual([]);
  });

  it('counts a policy that ended, though the next one begins later', () => {
    const gap = {
      ...insured,
      workersCompExpirationDate: '2026-10-01',
      workersCompEffectiveDate: '2026-12-20',
    };
    expect(standing(gap)).toMatchObject({
      mayContract: { answer: 'unknown' },
      inferences: [{ code: 'coverage-ended' }],
    });
  });

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

describe('what the board’s other files say', () => {
  it('of the qualifier’s bond counts as an inference: ahead, between the file and today, and before the file', () => {
    const ahead = standing({ qualifierBondCancellationDate: '2026-12-20' });
    expect(ahead).toMatchObject({ kind: 'pending', mayContract: { answer: 'yes' } });
    expect(words(ahead.changes)).toEqual([
      'According to the board’s personnel file, the qualifier’s bond will be canceled on December 20, 2026. The license would then be suspended, unless a new bond is filed first.',
    ]);
    expect(standing({ qualifierBondCancellationDate: '2026-11-19' })).toMatchObject({
      kind: 'suspended',
      basis: 'inferred',
      since: '2026-11-19',
      headline:
        'The license would have been suspended since November 19, 2026: the qualifier’s bond was canceled, according to the board’s personnel file',
      mayContract: { answer: 'unknown' },
    });
    const passed = standing({ qualifierBondCancellationDate: '2026-06-01' });
    expect(passed).toMatchObject({ kind: 'pending', tone: 'warn', mayContract: { answer: 'unknown' } });
    expect(passed.inferences).toMatchObject([
      {
        words:
          'According to the board’s personnel file, the qualifier’s bond was canceled on June 1, 2026, and the file names no later one. The law suspends a license without it.',
        source: 'CancellationDate of PersonnelData',
      },
    ]);
  });

  it('of the qualifier’s bond counts no more once its person has left, nor if it ends after that', () => {
    const leaving = { qualifierBondHolderLeavesOn: '2026-12-01' };
    const ending = { ...leaving, qualifierBondCancellationDate: '2026-12-20' };
    expect(standing(ending)).toMatchObject({ kind: 'good', changes: [] });
    expect(standing(ending, '2026-12-21').kind).toBe('good');
  });

  it('of the qualifier’s bond stays a doubt after its person has left, until a newer file lists the license as clear', () => {
    const leaving = { qualifierBondHolderLeavesOn: '2026-12-10' };
    const before = { ...leaving, qualifierBondCancellationDate: '2026-06-01' };
    const between = { ...leaving, qualifierBondCancellationDate: '2026-12-01' };
    for (const on of ['2026-12-05', '2026-12-11']) {
      expect(standing(before, on)).toMatchObject({ kind: 'pending', inferences: [{ on: '2026-06-01' }] });
      expect(standing(between, on)).toMatchObject({ kind: 'suspended', since: '2026-12-01' });
    }
    const newer = { on: '2026-12-11', today: '2026-12-11', asOf: '2026-12-10' };
    for (const facts of [before, between])
      expect(standingOf({ ...clear, ...facts }, newer).kind).toBe('good');
    // On a day before the departure the bond was needed, whatever file tells it.
    const past = { ...newer, on: '2026-12-05' };
    const known = { ...clear, ...between, lastUpdated: '2026-11-01' };
    expect(standingOf(known, past).kind).toBe('pending');
  });

  it('of the last person who qualifies the license is announced, and leaves the firm 90 days', () => {
    const facts = { qualifierLeavesOn: '2026-12-01' };
    expect(standing(facts)).toMatchObject({
      kind: 'pending',
      mayContract: { answer: 'yes' },
      note: 'According to the board’s personnel file, the license has no qualifier starting December 1, 2026. The license would be suspended after 90 days, unless another person qualifies it by then.',
      changes: [{ on: '2026-12-01', source: 'DIS-ASSN-DT of PersonnelData' }],
    });
    for (const on of ['2026-12-01', '2027-02-28']) {
      expect(words(standing(facts, on).changes)).toEqual([
        'According to the board’s personnel file, the license has had no qualifier since December 1, 2026. The license would be suspended on March 1, 2027, unless another person qualifies it by then.',
      ]);
    }
    expect(standing(facts, '2027-03-01')).toMatchObject({
      kind: 'suspended',
      basis: 'inferred',
      since: '2027-03-01',
      headline:
        'The license would have been suspended since March 1, 2027: the license has had no qualifier for 90 days, according to the board’s personnel file',
    });
    const passed = standing({ qualifierLeavesOn: '2026-06-01' });
    expect(passed).toMatchObject({ kind: 'pending', mayContract: { answer: 'unknown' } });
    expect(words(passed.inferences)).toEqual([
      'According to the board’s personnel file, the license has had no qualifier since June 1, 2026. The law suspends a license after 90 days without such a person.',
    ]);
  });

  it('of a suspension for workers’ compensation is announced, and a doubt between the file and the day', () => {
    const facts = { ...insured, policySuspensionDate: '2026-12-01' };
    expect(standing(facts)).toMatchObject({
      kind: 'pending',
      note: 'The board’s workers’ comp file says it will suspend the license for workers’ compensation on December 1, 2026.',
      changes: [{ on: '2026-12-01', source: 'WCSuspendDate of WorkerCompData' }],
    });
    expect(standing(facts, '2026-12-02')).toMatchObject({ kind: 'suspended', basis: 'inferred' });
    const passed = standing({ ...facts, policySuspensionDate: '2026-06-01' });
    expect(passed).toMatchObject({ kind: 'pending', mayContract: { answer: 'unknown' } });
    expect(words(passed.inferences)).toEqual([
      'According to the board’s workers’ comp file, the license was suspended for workers’ compensation on June 1, 2026. The license file does not say so.',
    ]);
    // In the license file itself, the word CLEAR is as new as the day.
    expect(standing({ ...insured, workersCompSuspensionDate: '2026-06-01' }).kind).toBe('good');
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
      'The policy in the license file ended on March 1, 2026. According to the board’s workers’ comp file, it runs through March 1, 2027.',
    ]);
    const ending = { ...ended, policyExpirationDate: '2026-12-31', policyCancellationDate: '2026-12-31' };
    expect(standing(ending)).toMatchObject({
      kind: 'pending',
      mayContract: { answer: 'yes' },
      inferences: [],
      changes: [{ code: 'policy-canceled', on: '2026-12-31' }],
    });
    expect(words(standing(ending).notes)).toEqual([
      'The policy in the license file ended on March 1, 2026. According to the board’s workers’ comp file, a newer one is in force until December 31, 2026.',
    ]);
    expect(standing(ending, '2027-01-02')).toMatchObject({
      kind: 'suspended',
      basis: 'inferred',
      inferences: [],
    });
  });
});
