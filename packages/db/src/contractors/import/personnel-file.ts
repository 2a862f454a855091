/**
 * The 19 columns of the license board's personnel file: people and firms of a license (who qualifies it, since when), the
 * bonds of its qualifying individuals, and the members of a joint venture. Those with `_list` hold one value for each
 * association, separated by `|` and aligned by position.
 */
export const personnelColumns = [
  ['LIC-NO', 'license_number'],
  ['LastUpdated', 'last_updated'],
  ['REC-TP', 'record_type'],
  ['SEQ-NO', 'sequence_number'],
  ['Name-TP', 'name_type'],
  ['Name', 'name'],
  ['EMP-Titl-CDE', 'title_list'],
  ['CL-CDE', 'class_list'],
  ['CL-CDE-STAT', 'class_status_list'],
  ['ASSN-DT', 'associated_list'],
  ['DIS-ASSN-DT', 'disassociated_list'],
  ['SURETY-TP', 'surety_type'],
  ['SuretyCompany', 'bond_surety'],
  ['BOND-NO', 'bond_number'],
  ['BOND-AMT', 'bond_amount_cents'],
  ['EffectiveDate', 'bond_effective_date'],
  ['CancellationDate', 'bond_cancellation_date'],
  ['JointVentureLicenseType', 'joint_venture_license_type'],
  ['JointVentureLicenseNumber', 'joint_venture_license_number'],
] as const;
