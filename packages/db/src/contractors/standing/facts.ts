import { pick } from '../../engine/columns/pick.ts';
import { computed, type RowOf, together } from '../../engine/columns/shape.ts';
import type { TransactionClient } from '../../engine/connection.ts';
import { californiaContractors } from '../tables/register.ts';
import { lastFileDate } from './last-file.ts';

/** The columns of a license's facts. */
export const factColumns = [
  'lastUpdated',
  'businessType',
  'classifications',
  'issueDate',
  'reissueDate',
  'expirationDate',
  'inactivationDate',
  'reactivationDate',
  'pendingSuspension',
  'pendingClassRemoval',
  'pendingClassReplacement',
  'primaryStatus',
  'secondaryStatus',
  'workersCompCoverageType',
  'workersCompEffectiveDate',
  'workersCompExpirationDate',
  'workersCompCancellationDate',
  'workersCompSuspensionDate',
  'contractorBondEffectiveDate',
  'contractorBondCancellationDate',
  'workerBondEffectiveDate',
  'workerBondCancellationDate',
  'disciplinaryBondEffectiveDate',
  'disciplinaryBondCancellationDate',
  'disciplinaryBondRequiredDate',
  'qualifierBondCancellationDate',
  'qualifierBondHolderLeavesOn',
  'qualifierBondNextOn',
  'qualifierLeavesOn',
  'qualifierGapFrom',
  'qualifierGapUntil',
  'classDepartures',
  'policyCancellationDate',
  'policyExpirationDate',
  'policySuspensionDate',
  'policyEffectiveDate',
  'barredMembers',
  'goneAt',
  'returnedAt',
  'keptFromDate',
] as const;
const columns = pick(californiaContractors, factColumns);

/** The facts of a license that determine its standing. Dates are `YYYY-MM-DD`. */
export type StandingFacts = RowOf<typeof columns>;

/** The date of the last accepted file. */
export const fileDate = computed({ asOf: 'string | null' });

/** The rows of `standingColumns`. */
export const standingShape = together(columns, fileDate);

/** The select list from which `standingOf` and `briefStanding` tell a standing: the facts and the file's date. */
export function standingColumns(sql: TransactionClient) {
  return sql`${columns(sql)}, ${lastFileDate(sql)} as "asOf"`;
}
