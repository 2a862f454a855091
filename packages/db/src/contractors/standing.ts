/** Why a license is suspended, in the board's own status. */
export interface StandingFacts {
  primaryStatus: string;
  secondaryStatus: string | null;
  expirationDate: string | null;
  inactivationDate: string | null;
  reactivationDate: string | null;
  contractorBondCancellationDate: string | null;
  contractorBondEffectiveDate: string | null;
  workersCompCancellationDate: string | null;
  workersCompExpirationDate: string | null;
  workersCompEffectiveDate: string | null;
  goneAt: Date | null;
}

/** What a license holder can do on a given day, and what can already be foreseen. */
export interface Standing {
  /** The day that was asked about, `YYYY-MM-DD`. */
  on: string;
  kind: 'good' | 'expired' | 'suspended' | 'inactive' | 'gone';
  /** `good`: the last day of validity, if the file names one. `expired`: the first day without a license. */
  date: string | null;
  /** `suspended`: the board's reasons, in the file's order. */
  reasons: SuspensionReason[];
  /** Cancellations with a date after `on`, before which the firm has to act. */
  foreseen: { what: 'contractor-bond' | 'workers-comp' | 'expiration'; on: string }[];
}

export type SuspensionReason = { code: string; words: string };
