/**
 * The 52 columns of the license board's master file in order: the header's name and the column of
 * `california_contractors` for it.
 */
const masterFileColumns = [
  ['LicenseNo', 'license_number'],
  ['LastUpdate', 'last_updated'],
  ['BusinessName', 'business_name'],
  ['BUS-NAME-2', 'dba_name'],
  ['FullBusinessName', 'full_business_name'],
  ['MailingAddress', 'mailing_address'],
  ['City', 'city'],
  ['State', 'state'],
  ['County', 'county'],
  ['ZIPCode', 'zip_code'],
  ['country', 'country'],
  ['BusinessPhone', 'business_phone'],
  ['BusinessType', 'business_type'],
  ['IssueDate', 'issue_date'],
  ['ReissueDate', 'reissue_date'],
  ['ExpirationDate', 'expiration_date'],
  ['InactivationDate', 'inactivation_date'],
  ['ReactivationDate', 'reactivation_date'],
  ['PendingSuspension', 'pending_suspension'],
  ['PendingClassRemoval', 'pending_class_removal'],
  ['PendingClassReplace', 'pending_class_replacement'],
  ['PrimaryStatus', 'primary_status'],
  ['SecondaryStatus', 'secondary_status'],
  ['Classifications(s)', 'classifications_filed'],
  ['AsbestosReg', 'asbestos_registration'],
  ['WorkersCompCoverageType', 'workers_comp_coverage_type'],
  ['WCInsuranceCompany', 'workers_comp_insurer'],
  ['WCPolicyNumber', 'workers_comp_policy_number'],
  ['WCEffectiveDate', 'workers_comp_effective_date'],
  ['WCExpirationDate', 'workers_comp_expiration_date'],
  ['WCCancellationDate', 'workers_comp_cancellation_date'],
  ['WCSuspendDate', 'workers_comp_suspension_date'],
  ['CBSuretyCompany', 'contractor_bond_surety'],
  ['CBNumber', 'contractor_bond_number'],
  ['CBEffectiveDate', 'contractor_bond_effective_date'],
  ['CBCancellationDate', 'contractor_bond_cancellation_date'],
  ['CBAmount', 'contractor_bond_amount_cents'],
  ['WBSuretyCompany', 'worker_bond_surety'],
  ['WBNumber', 'worker_bond_number'],
  ['WBEffectiveDate', 'worker_bond_effective_date'],
  ['WBCancellationDate', 'worker_bond_cancellation_date'],
  ['WBAmount', 'worker_bond_amount_cents'],
  ['DBSuretyCompany', 'disciplinary_bond_surety'],
  ['DBNumber', 'disciplinary_bond_number'],
  ['DBEffectiveDate', 'disciplinary_bond_effective_date'],
  ['DBCancellationDate', 'disciplinary_bond_cancellation_date'],
  ['DBAmount', 'disciplinary_bond_amount_cents'],
  ['DateRequired', 'disciplinary_bond_required_date'],
  ['DiscpCaseRegion', 'disciplinary_case_region'],
  ['DBBondReason', 'disciplinary_bond_reason'],
  ['DBCaseNo', 'disciplinary_case_number'],
  ['NAME-TP-2', 'second_name_type'],
] as const;

export type MasterColumn = (typeof masterFileColumns)[number][1];

export const headerNames = masterFileColumns.map(([name]) => name);
export const columnNames = masterFileColumns.map(([, column]) => column);

export const dateColumns = columnNames.filter((column) => /_date$|^last_updated$/.test(column));
export const amountColumns = columnNames.filter((column) => column.endsWith('_cents'));
