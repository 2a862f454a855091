import fc from 'fast-check';

/** The days on which something happens. */
export const days = [
  '2026-01-01',
  '2026-06-15',
  '2026-06-16',
  '2026-06-17',
  '2026-12-31',
  '2027-02-28',
  '2028-01-02',
];
const rarely = <Value>(value: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value });
const often = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null, freq: 3 });
const day = fc.constantFrom(...days);
const pending = fc.constantFrom(
  '06/17/2026',
  '12/31/2026',
  '2026-06-15',
  '13/45/2026',
  '6/17/2026',
  '1/2/2027',
  '2/29/2028',
  '02/31/2026',
  '2026-06-31',
  '6/17/26',
  'N',
  '',
  'Y',
);
const early = fc.constantFrom('2019-03-01', '2025-01-01', '2026-01-01');

/** Facts of a license of any kind. */
export const anyFacts = fc.record({
  lastUpdated: often(fc.constantFrom('2025-03-01', '2026-01-01', '2026-06-15', '2099-01-01')),
  businessType: often(fc.constantFrom('Corporation', 'Limited Liability', 'JointVenture', 'Joint Venture')),
  classifications: fc.constantFrom<string[]>(['B'], ['B'], ['B'], ['C-39'], ['C-10', 'D-49'], []),
  issueDate: often(fc.oneof({ weight: 6, arbitrary: early }, { weight: 1, arbitrary: day })),
  reissueDate: rarely(day),
  expirationDate: often(fc.constantFrom('2026-06-15', '2027-02-28', '2030-01-31', '2030-01-31')),
  inactivationDate: rarely(day),
  reactivationDate: rarely(day),
  pendingSuspension: rarely(pending),
  pendingClassRemoval: rarely(pending),
  pendingClassReplacement: rarely(pending),
  primaryStatus: fc.constantFrom(
    ...Array.from({ length: 24 }, () => 'CLEAR'),
    'CLEAR|CLEAR',
    'clear',
    'CLEAR| WC Susp Pending',
    'CLEAR| Renewal  Recived',
    'CLEAR| Odd',
    ' | ',
    'Work Comp Susp',
    'ARB Suspension| CLEAR',
    'WC Susp Pending',
    'Suspended',
    'CLEAR| Suspended',
    'CLEAR| Suspension PND',
    'Revoked',
    'CANCELLED',
    'Not Yet Issued',
    'Expired',
    'Inactive',
    'On Hold',
  ),
  secondaryStatus: rarely(
    fc.constantFrom(
      'WC Susp Pending',
      'Renewal Recived',
      'renewal  recived| BLANKET BOND ON FILE',
      '| ',
      'Renewal Recived| Odd Note',
      'DISC Bond Filed',
    ),
  ),
  workersCompCoverageType: often(
    fc.constantFrom(
      'Exempt',
      'EXEMPT',
      'LICENSE DOES NOT HAVE  CURRENT W/C',
      "Workers' Compensation Insurance",
      "Workers' Compensation Insurance",
      'Self-Insured',
      'License does not have current W/C',
      'Odd Coverage',
    ),
  ),
  workersCompEffectiveDate: often(fc.constantFrom('2025-01-01', '2026-06-16', '2026-12-31', '2027-03-01')),
  workersCompExpirationDate: rarely(day),
  workersCompCancellationDate: rarely(day),
  workersCompSuspensionDate: rarely(day),
  contractorBondEffectiveDate: often(day),
  contractorBondCancellationDate: rarely(day),
  workerBondEffectiveDate: often(day),
  workerBondCancellationDate: rarely(day),
  disciplinaryBondEffectiveDate: often(day),
  disciplinaryBondCancellationDate: rarely(day),
  disciplinaryBondRequiredDate: often(day),
  qualifierBondCancellationDate: rarely(day),
  qualifierBondHolderLeavesOn: often(day),
  qualifierBondNextOn: often(day),
  qualifierLeavesOn: rarely(fc.constantFrom(...days, '2026-03-18', '2026-03-19', '2026-03-17')),
  qualifierGapFrom: rarely(
    fc.constantFrom('2026-01-01', '2026-03-17', '2026-03-18', '2026-03-19', '2026-06-17'),
  ),
  classDepartures: rarely(
    fc.constantFrom<string[]>(
      ['B 2026-06-17'],
      ['C-39 2026-03-18 2026-12-31'],
      ['C-10 2026-01-01 2026-06-16', 'D-49 2026-06-15 2027-02-28'],
    ),
  ),
  policyCancellationDate: rarely(day),
  policyExpirationDate: rarely(day),
  policySuspensionDate: rarely(day),
  policyEffectiveDate: often(day),
  barredMembers: rarely(
    fc.constantFrom<string[]>(
      ['1000001 0001-01-01 9999-12-31 suspended'],
      ['1000001 2026-12-31 9999-12-31 suspended-inferred'],
      ['1000001 2027-02-28 9999-12-31 expired-inferred'],
      ['1000001 0001-01-01 2026-06-16 not-issued', '1000002 2026-06-17 2027-02-28 inactive'],
      [
        '1000001 0001-01-01 2026-12-31 doubted-inferred',
        '1000001 2026-12-31 9999-12-31 suspended-inferred',
        '1000002 0001-01-01 9999-12-31 venture',
      ],
      ['1000001 2026-06-17 2027-02-28 doubted-inferred', '1000002 0001-01-01 9999-12-31 unlisted'],
    ),
  ),
});
