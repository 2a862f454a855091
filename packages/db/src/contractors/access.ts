import type { TableRules } from '../engine/access-rules.ts';

/** Tables of the license board's register: everyone may read them, and only imports write them. */
export const registers = [
  'california_contractors',
  'contractor_changes',
  'contractor_county_counts',
  'contractor_import_runs',
  'contractor_points',
  'contractor_words',
];

export const access: TableRules = {
  // They name people.
  contractor_personnel: { select: { staff: 'members.read' } },
  contractor_policies: { select: { staff: 'members.read' } },
  // For the two functions of a first load.
  dropped_indexes: {},
  // For the next import.
  contractor_line_digests: {},
  // For the undoing of the last import.
  contractor_rows_before: {},
  contractor_list_rows_before: {},
};
