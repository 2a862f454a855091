import type { TransactionClient } from '../../engine/connection.ts';
import { absentRows, asBoardWrites, changedRows } from './rows.ts';

/** An event of a row that changed: a condition, and what it was before and after, as SQL texts. */
type Event = [kind: string, happened: string, before: string, after: string];

const differs = (column: string) => `old_${column} is distinct from ${column}`;
const changed = (kind: string, column: string): Event => [kind, differs(column), `old_${column}`, column];
/** A pending act, compared as days where both sides are dates. */
const pending = (column: string): Event => [
  `${column}_changed`,
  `${asBoardWrites(`old_${column}`)} is distinct from ${column}`,
  `old_${column}`,
  column,
];
/** A date that came or moved. One that was taken away is `lifted`. */
const set = (kind: string, column: string): Event => [
  kind,
  `${column} is not null and ${differs(column)}`,
  `old_${column}`,
  column,
];

const lifted = (kind: string, column: string): Event => [
  kind,
  `old_${column} is not null and ${column} is null`,
  `old_${column}`,
  column,
];

const address = (prefix: string) =>
  `concat_ws(', ', ${prefix}mailing_address, ${prefix}city, nullif(concat_ws(' ', ${prefix}state, ${prefix}zip_code), ''))`;

/** The events of a bond: filed, removed, its cancellation set or lifted, another amount or first day. */
function bond(kind: string, column: string): Event[] {
  const facts = ['surety', 'number', 'effective_date', 'amount_cents'].map((fact) => `${column}_${fact}`);
  const isThere = `(${facts.map((fact) => `${fact} is not null`).join(' or ')})`;
  const wasThere = `(${facts.map((fact) => `old_${fact} is not null`).join(' or ')})`;
  const isAnother = `(${differs(`${column}_surety`)} or ${differs(`${column}_number`)})`;
  const [canceled, surety, amount, effective] = [
    'cancellation_date',
    'surety',
    'amount_cents',
    'effective_date',
  ].map((fact) => `${column}_${fact}`) as [string, string, string, string];
  return [
    [`${kind}_filed`, `${isThere} and (not ${wasThere} or ${isAnother})`, `old_${surety}`, surety],
    [`${kind}_removed`, `${wasThere} and not ${isThere}`, `old_${surety}`, surety],
    set(`${kind}_cancellation_set`, canceled),
    [
      `${kind}_cancellation_lifted`,
      `old_${canceled} is not null and ${canceled} is null and ${isThere} and not ${isAnother}`,
      `old_${canceled}`,
      canceled,
    ],
    [
      `${kind}_amount_changed`,
      `${wasThere} and ${isThere} and ${differs(amount)}`,
      `old_${amount} / 100`,
      `${amount} / 100`,
    ],
    [
      `${kind}_effective_date_changed`,
      `${wasThere} and ${isThere} and not ${isAnother} and ${differs(effective)}`,
      `old_${effective}`,
      effective,
    ],
  ];
}

const isSameCoverage = `not (${differs('workers_comp_coverage_type')})`;
/** One line for each policy that another one replaces: its insurer, or else its number, which nobody is told. */
const policyEvents: Event[] = [
  [
    'workers_comp_insurer_changed',
    `${differs('workers_comp_insurer')} and ${isSameCoverage}`,
    'old_workers_comp_insurer',
    'workers_comp_insurer',
  ],
  [
    'workers_comp_policy_changed',
    `${differs('workers_comp_policy_number')} and not (${differs('workers_comp_insurer')})
       and not (${differs('workers_comp_expiration_date')}) and ${isSameCoverage}`,
    'null',
    'null',
  ],
  // The next term of a policy is told by its end.
  [
    'workers_comp_effective_date_changed',
    `${differs('workers_comp_effective_date')} and ${isSameCoverage}
       and (${differs('workers_comp_expiration_date')} and workers_comp_effective_date > old_workers_comp_effective_date
            and workers_comp_effective_date <= old_workers_comp_expiration_date + 1) is not true`,
    'old_workers_comp_effective_date',
    'workers_comp_effective_date',
  ],
];

const filedNames = ['business_name', 'dba_name', 'full_business_name'];
/** Another kind of second name (NAME-TP-2) may make the second name the firm's, although no name changed. */
const isKindOfNameAlone = `(${differs('second_name_type')}) and not (${filedNames.map(differs).join(' or ')})`;
const shown = (prefix: string) =>
  `case when ${isKindOfNameAlone} then shown_name(${[...filedNames, 'second_name_type'].map((name) => prefix + name).join(', ')}) end`;
const shownName: Event = [
  'shown_name_changed',
  `(${shown('old_')}) is distinct from (${shown('')})`,
  shown('old_'),
  shown(''),
];

/** The events of a row that was in the table before. */
const events: Event[] = [
  changed('status_changed', 'primary_status'),
  changed('secondary_status_changed', 'secondary_status'),
  pending('pending_suspension'),
  pending('pending_class_removal'),
  pending('pending_class_replacement'),
  changed('expiration_moved', 'expiration_date'),
  changed('issue_date_changed', 'issue_date'),
  set('reissued', 'reissue_date'),
  lifted('reissue_lifted', 'reissue_date'),
  set('inactivated', 'inactivation_date'),
  lifted('inactivation_lifted', 'inactivation_date'),
  set('reactivated', 'reactivation_date'),
  lifted('reactivation_lifted', 'reactivation_date'),
  changed('name_changed', 'business_name'),
  changed('dba_changed', 'dba_name'),
  changed('full_name_changed', 'full_business_name'),
  shownName,
  changed('business_type_changed', 'business_type'),
  changed('asbestos_registration_changed', 'asbestos_registration'),
  changed('phone_changed', 'business_phone'),
  ['address_changed', `${address('old_')} <> ${address('')}`, address('old_'), address('')],
  changed('workers_comp_coverage_changed', 'workers_comp_coverage_type'),
  ...policyEvents,
  changed('workers_comp_expiration_moved', 'workers_comp_expiration_date'),
  set('workers_comp_cancellation_set', 'workers_comp_cancellation_date'),
  lifted('workers_comp_cancellation_lifted', 'workers_comp_cancellation_date'),
  set('workers_comp_suspension_set', 'workers_comp_suspension_date'),
  lifted('workers_comp_suspension_lifted', 'workers_comp_suspension_date'),
  ...bond('bond', 'contractor_bond'),
  ...bond('worker_bond', 'worker_bond'),
  ...bond('disciplinary_bond', 'disciplinary_bond'),
  changed('disciplinary_bond_required', 'disciplinary_bond_required_date'),
];

/**
 * Writes the events that people follow: each changed row before and after, and the rows that are gone. It reads the tables of
 * `findChanges`.
 */
export async function noteChanges(sql: TransactionClient, runId: string, goneAlso: boolean): Promise<void> {
  const values = events.map(
    ([kind, happened, before, after]) => `('${kind}', ${happened}, (${before})::text, (${after})::text)`,
  );
  await sql.unsafe(
    `insert into contractor_changes (import_run_id, license_number, kind, before, after)
     select $1, license_number, kind, before, after from (
       select license_number, kind, before, after
       from ${changedRows} cross join lateral (values ${values.join(', ')}) as event (kind, happened, before, after)
       where not is_new and happened
       union all
       select license_number, 'new_license', null, primary_status from ${changedRows} where is_new
       union all
       select license_number, 'returned', (old_gone_at at time zone 'America/Los_Angeles')::date::text, primary_status
       from ${changedRows} where old_gone_at is not null
       union all
       select license_number, 'class_gained', null, code from ${changedRows}, unnest(classifications) code
       where not is_new and code <> all (old_classifications)
       union all
       select license_number, 'class_lost', code, null from ${changedRows}, unnest(old_classifications) code
       where not is_new and code <> all (classifications)
       union all
       select license_number, 'gone', null, null from ${absentRows} where $2::boolean
     ) events
     order by license_number, kind, before, after`,
    [runId, goneAlso],
  );
}
