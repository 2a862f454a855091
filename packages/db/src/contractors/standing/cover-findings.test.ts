import { describe, expect, it } from 'vitest';
import { insured, standing, words } from './standing.fixture.ts';

describe('an older end beside a newer beginning', () => {
  it('hides no end of the newer policy in the license file', () => {
    const stale = {
      ...insured,
      workersCompCancellationDate: '2025-01-02',
      workersCompEffectiveDate: '2025-02-01',
      workersCompExpirationDate: '2026-02-01',
    };
    expect(standing(stale)).toMatchObject({
      kind: 'pending',
      mayContract: { answer: 'unknown' },
      inferences: [{ code: 'coverage-ended', on: '2026-02-01' }],
    });
    expect(standing({ ...stale, primaryStatus: 'Work Comp Susp' }).inferences).toMatchObject([
      { code: 'suspended-since', on: '2026-02-01', source: 'WCExpirationDate' },
    ]);
  });

  it('hides no cancellation that only the workers’ comp file knows', () => {
    const stale = {
      ...insured,
      workersCompCancellationDate: '2025-11-01',
      policyCancellationDate: '2026-12-01',
    };
    expect(standing(stale)).toMatchObject({
      kind: 'pending',
      changes: [{ code: 'policy-canceled', on: '2026-12-01' }],
    });
    const passed = { ...stale, policyCancellationDate: '2026-06-01', primaryStatus: 'Work Comp Susp' };
    expect(standing(passed).inferences).toMatchObject([{ code: 'suspended-since', on: '2026-06-01' }]);
  });

  it('takes a doubt away where the workers’ comp file knows the newer policy', () => {
    const canceled = { ...insured, workersCompCancellationDate: '2026-06-01' };
    expect(standing(canceled).kind).toBe('pending');
    for (const policyEffectiveDate of ['2026-06-01', '2026-06-02', '2026-07-01'])
      expect(standing({ ...canceled, policyEffectiveDate })).toMatchObject({ kind: 'good', inferences: [] });
    const ended = { ...insured, workersCompExpirationDate: '2026-06-01' };
    expect(standing({ ...ended, policyEffectiveDate: '2026-06-01' }).kind).toBe('good');
    const suspended = {
      ...insured,
      primaryStatus: 'Work Comp Susp',
      workersCompSuspensionDate: '2026-03-01',
    };
    expect(standing(suspended).since).toBe('2026-03-01');
    expect(standing({ ...suspended, policyEffectiveDate: '2026-06-01' }).since).toBeNull();
  });

  it('counts from its own day only', () => {
    const facts = { ...insured, policyCancellationDate: '2026-12-01', policyEffectiveDate: '2026-12-20' };
    expect(words(standing(facts).changes)).toEqual([
      'According to the board’s workers’ comp file, the workers’ compensation policy will be canceled on December 1, 2026, and the next one doesn’t begin until December 20, 2026. The license would be suspended between these days, unless new coverage is filed first.',
    ]);
    expect(standing(facts, '2026-12-10')).toMatchObject({
      kind: 'suspended',
      headline:
        'The license would have been suspended since December 1, 2026: the workers’ compensation policy was canceled, and the next one doesn’t begin until December 20, 2026, according to the board’s workers’ comp file',
    });
    expect(standing({ ...facts, workersCompExpirationDate: '2027-12-07' }, '2026-12-20').kind).toBe('good');
    const bond = { qualifierBondCancellationDate: '2026-12-01', qualifierBondNextOn: '2026-12-20' };
    expect(words(standing(bond).changes)).toEqual([
      'According to the board’s personnel file, the qualifier’s bond will be canceled on December 1, 2026, and the next one doesn’t begin until December 20, 2026. The license would be suspended between these days, unless a new bond is filed first.',
    ]);
    expect(standing(bond, '2026-12-10').kind).toBe('suspended');
    expect(standing(bond, '2026-12-20').kind).toBe('good');
  });

  it('a cancellation that the workers’ comp file puts off is told with the later day alone', () => {
    const moved = {
      ...insured,
      workersCompCancellationDate: '2026-11-10',
      policyCancellationDate: '2026-12-01',
    };
    expect(standing(moved)).toMatchObject({
      mayContract: { answer: 'yes' },
      changes: [{ code: 'policy-canceled', on: '2026-12-01' }],
      inferences: [],
    });
  });

  it('is announced to end, within 60 days, as the license’s own term is, and counts for nothing before', () => {
    const ahead = (facts: object, on?: string) =>
      words(standing({ ...insured, ...facts }, on).changes).filter((one) => /policy|coverage/.test(one));
    expect(ahead({})).toEqual([
      'The workers’ compensation policy ends on December 7, 2026, unless it is renewed.',
    ]);
    expect(standing(insured).kind).toBe('good');
    expect(ahead({}, '2026-12-07')).toHaveLength(1);
    expect(ahead({}, '2026-12-08')).toEqual([]);
    expect(ahead({ workersCompExpirationDate: '2027-01-19' })).toHaveLength(1);
    expect(ahead({ workersCompExpirationDate: '2027-01-20' })).toEqual([]);
    // The workers' comp file knows a later end, or a policy that follows at once.
    expect(ahead({ policyExpirationDate: '2027-12-07' })).toEqual([]);
    expect(ahead({ policyEffectiveDate: '2026-12-08' })).toEqual([]);
    expect(ahead({ workersCompCancellationDate: '2026-12-01' })).toEqual([
      expect.stringContaining('will be canceled on December 1, 2026'),
    ]);
    // A license that may not be used anyway is told the same days.
    expect(ahead({ primaryStatus: 'Contr Bond Susp' })).toHaveLength(1);
    expect(ahead({ inactivationDate: '2026-01-02' })).toHaveLength(1);
    expect(ahead({ primaryStatus: 'Contr Bond Susp', workersCompCoverageType: 'Exempt' })).toEqual([]);
  });
});

it('A policy without any date is a remark, and other kinds of coverage need none', () => {
  const undated = { workersCompEffectiveDate: null, workersCompExpirationDate: null };
  const remark = 'The file names no dates of the workers’ compensation policy.';
  const insurance = standing({ ...undated, workersCompCoverageType: "Workers' Compensation Insurance" });
  expect(insurance.kind).toBe('good');
  expect(words(insurance.notes)).toContain(remark);
  expect(words(standing({ ...undated, workersCompCoverageType: 'Self-Insured' }).notes)).not.toContain(
    remark,
  );
  expect(words(standing(insured).notes)).not.toContain(remark);
});
