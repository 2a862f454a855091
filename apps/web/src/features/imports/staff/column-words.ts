import { dayWords } from '@namc/inputs/day-words';
import { formatCents } from '../../../lib/formats.ts';

/** The facts of a license in words, by the portal's own names for the file's columns. */
const words: Record<string, string> = {
  business_name: 'Business name',
  dba_name: 'Second name',
  full_business_name: 'Full name',
  second_name_type: 'Kind of second name',
  mailing_address: 'Address',
  city: 'City',
  state: 'State',
  county: 'County',
  zip_code: 'ZIP code',
  country: 'Country',
  business_phone: 'Phone',
  business_type: 'Kind of business',
  issue_date: 'Issued',
  reissue_date: 'Reissued',
  expiration_date: 'Expires',
  inactivation_date: 'Inactive since',
  reactivation_date: 'Active again since',
  pending_suspension: 'Pending suspension',
  pending_class_removal: 'Pending removal of a class',
  pending_class_replacement: 'Pending replacement of a class',
  primary_status: 'Status',
  secondary_status: 'Secondary status',
  classifications_filed: 'Trades',
  asbestos_registration: 'Asbestos registration',
  workers_comp_coverage_type: 'Workers’ compensation',
  workers_comp_insurer: 'Workers’ compensation: insurer',
  workers_comp_policy_number: 'Workers’ compensation: policy',
  workers_comp_effective_date: 'Workers’ compensation: from',
  workers_comp_expiration_date: 'Workers’ compensation: until',
  workers_comp_cancellation_date: 'Workers’ compensation: canceled',
  workers_comp_suspension_date: 'Workers’ compensation: suspended',
  disciplinary_bond_required_date: 'Disciplinary bond: required',
  disciplinary_case_region: 'Disciplinary case: region',
  disciplinary_bond_reason: 'Disciplinary bond: reason',
  disciplinary_case_number: 'Disciplinary case: number',
};
const bonds = {
  contractor: 'Contractor’s bond',
  worker: 'LLC worker bond',
  disciplinary: 'Disciplinary bond',
};
const bondFacts: Record<string, string> = {
  surety: 'surety',
  number: 'number',
  effective_date: 'from',
  cancellation_date: 'canceled',
  amount_cents: 'amount',
};

/** A column that has no words yet is shown by its own name. */
export function columnInWords(column: string): string {
  const known = words[column];
  if (known) return known;
  const [, bond, fact] = /^(contractor|worker|disciplinary)_bond_(\w+)$/.exec(column) ?? [];
  const name = bonds[bond as keyof typeof bonds];
  const part = bondFacts[fact ?? ''];
  return name && part ? `${name}: ${part}` : column.replaceAll('_', ' ');
}

/** A value of a column as a person reads it. */
export function valueInWords(column: string, value: unknown): string {
  if (value === null || value === '') return 'none';
  if (column.endsWith('_cents')) return formatCents(Number(value));
  if (/_date$/.test(column)) return dayWords(String(value));
  return String(value);
}
