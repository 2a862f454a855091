import { pick } from '../../engine/columns/pick.ts';
import type { RowOf } from '../../engine/columns/shape.ts';
import type { TransactionClient } from '../../engine/connection.ts';
import { californiaContractors } from '../tables.ts';

/** The facts of a license that determine its standing. Dates are `YYYY-MM-DD`. */
export const standingFacts = pick(californiaContractors, [
  'lastUpdated',
  'primaryStatus',
  'expirationDate',
  'inactivationDate',
  'reactivationDate',
  'contractorBondEffectiveDate',
  'contractorBondCancellationDate',
  'workersCompEffectiveDate',
  'workersCompCancellationDate',
  'goneAt',
]);

export type StandingFacts = RowOf<typeof standingFacts>;

/** The standing of a license on a given day, and its foreseeable changes. */
export interface Standing {
  /** The requested day. */
  on: string;
  kind: 'good' | 'expired' | 'suspended' | 'inactive' | 'gone';
  /**
   * `good`, `expired`: the last day of validity; `inactive`: the first inactive day; `gone`: the date of the first
   * file without the license; `suspended`: the day of the cancellation that causes it, null if it is suspended
   * already.
   */
  date: string | null;
  /** `suspended`: the reasons, in the file's order. */
  reasons: SuspensionReason[];
  /** Cancellations after `on`: the license would be suspended unless the firm acts first. */
  foreseen: { what: 'contractor-bond' | 'workers-comp'; on: string }[];
}

export interface SuspensionReason {
  /** The board's own status, or `bond` and `workers-comp` for an upcoming cancellation. */
  code: string;
  words: string;
}

/** The board's statuses in plain words. The list is open: an unknown status is shown as in the file. */
const statusWords: Record<string, string> = {
  'Contr Bond Susp': 'contractor bond',
  'Work Comp Susp': 'workers’ compensation',
  'Liab Ins Susp': 'liability insurance',
  'Judgement Susp': 'court judgment',
  'Family Sup Susp': 'family support order',
  'SOS Suspension': 'Secretary of State',
  'Susp - No Qualifier': 'no qualifying individual',
  'Out Liab Susp': 'outstanding liability',
};

/**
 * The standing of a license on a day. The board's status covers everything up to the row's last update. A later
 * cancellation of the contractor bond or of workers' compensation, on or before the day, suspends the license,
 * unless a bond or policy that took effect later has replaced it. A license is valid through its expiration day.
 * `inGoodStanding` is the same rule for PostgreSQL.
 */
export function standingOf(facts: StandingFacts, on: string): Standing {
  const as = (kind: Standing['kind'], date: string | null, reasons: SuspensionReason[] = []): Standing => ({
    on,
    kind,
    date,
    reasons,
    foreseen: kind === 'good' ? cancellations.filter((one) => one.on > on) : [],
  });
  const cancellations = cancellationsAhead(facts);

  if (facts.goneAt) return as('gone', californiaDay(facts.goneAt));
  if (facts.expirationDate !== null && facts.expirationDate < on) return as('expired', facts.expirationDate);
  if (facts.primaryStatus !== 'CLEAR') {
    const statuses = facts.primaryStatus.split('|').map((status) => status.trim());
    const reasons = statuses.filter((status) => status !== 'CLEAR' && status !== '');
    return as(
      'suspended',
      null,
      reasons.map((code) => ({ code, words: statusWords[code] ?? code })),
    );
  }
  if (isInactive(facts, on)) return as('inactive', facts.inactivationDate);
  const due = cancellations.filter((one) => one.on <= on);
  if (due[0]) {
    return as(
      'suspended',
      due[0].on,
      due.map(({ what }) =>
        what === 'contractor-bond'
          ? { code: 'bond', words: 'contractor bond canceled' }
          : { code: 'workers-comp', words: 'workers’ compensation canceled' },
      ),
    );
  }
  return as('good', facts.expirationDate);
}

function cancellationsAhead(facts: StandingFacts): Standing['foreseen'] {
  const ahead: Standing['foreseen'] = [];
  const add = (
    what: 'contractor-bond' | 'workers-comp',
    canceled: string | null,
    effective: string | null,
  ) => {
    const isKnownToBoard = canceled !== null && facts.lastUpdated !== null && canceled <= facts.lastUpdated;
    const isReplaced = canceled !== null && effective !== null && effective >= canceled;
    if (canceled !== null && !isKnownToBoard && !isReplaced) ahead.push({ what, on: canceled });
  };
  add('contractor-bond', facts.contractorBondCancellationDate, facts.contractorBondEffectiveDate);
  add('workers-comp', facts.workersCompCancellationDate, facts.workersCompEffectiveDate);
  return ahead.sort((a, b) => a.on.localeCompare(b.on));
}

function isInactive({ inactivationDate, reactivationDate }: StandingFacts, on: string): boolean {
  if (inactivationDate === null || inactivationDate > on) return false;
  return reactivationDate === null || reactivationDate < inactivationDate || reactivationDate > on;
}

/** The rule of `standingOf` for the kind `good`, over a row of `california_contractors`. */
export function inGoodStanding(sql: TransactionClient, on: string) {
  return sql`(
    primary_status = 'CLEAR'
    and gone_at is null
    and (expiration_date is null or expiration_date >= ${on})
    and (inactivation_date is null or inactivation_date > ${on}
         or (reactivation_date >= inactivation_date and reactivation_date <= ${on}))
    and (contractor_bond_cancellation_date is null or contractor_bond_cancellation_date > ${on}
         or contractor_bond_cancellation_date <= last_updated
         or contractor_bond_effective_date >= contractor_bond_cancellation_date)
    and (workers_comp_cancellation_date is null or workers_comp_cancellation_date > ${on}
         or workers_comp_cancellation_date <= last_updated
         or workers_comp_effective_date >= workers_comp_cancellation_date)
  ) is true`;
}

const californiaCalendar = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' });

let latest = { minute: Number.NaN, day: '' };

/** The date in California at an instant, `YYYY-MM-DD`. Formatting is slow, and no day begins within a minute. */
export function californiaDay(instant: Date): string {
  const minute = Math.floor(instant.getTime() / 60_000);
  if (minute !== latest.minute) latest = { minute, day: californiaCalendar.format(instant) };
  return latest.day;
}
