import type { StandingFacts } from './facts.ts';
import { standingOf } from './standing.ts';

/** A license that the file lists as clear, with nothing against it. */
export const clear: StandingFacts = {
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
  qualifierBondHolderLeavesOn: null,
  qualifierBondNextOn: null,
  qualifierLeavesOn: null,
  qualifierGapFrom: null,
  qualifierGapUntil: null,
  classDepartures: null,
  policyCancellationDate: null,
  policyExpirationDate: null,
  policySuspensionDate: null,
  policyEffectiveDate: null,
  barredMembers: null,
  goneAt: null,
  returnedAt: null,
  keptFromDate: null,
};
export const insured: Partial<StandingFacts> = {
  workersCompCoverageType: "Workers' Compensation Insurance",
  workersCompEffectiveDate: '2025-12-07',
  workersCompExpirationDate: '2026-12-07',
};
export const asOf = '2026-11-18';
export const today = '2026-11-20';

export const standing = (facts: Partial<StandingFacts>, on = today) =>
  standingOf({ ...clear, ...facts }, { on, today, asOf });
export const words = (findings: { words: string }[]) => findings.map((finding) => finding.words);
export const noted = (secondaryStatus: string) => standing({ secondaryStatus });
