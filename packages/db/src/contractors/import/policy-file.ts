/**
 * The 10 columns of the license board's file of workers' compensation. About half of its licenses are not in the master
 * file, because it keeps the policies of licenses that have ended.
 */
export const policyColumns = [
  ['LicenseType', 'license_type'],
  ['LicenseNo', 'license_number'],
  ['LastUpdate', 'last_updated'],
  ['WorkersCompCoverageType', 'coverage_type'],
  ['WCInsuranceCompany', 'insurer'],
  ['WCPolicyNo', 'policy_number'],
  ['EffectiveDate', 'effective_date'],
  ['ExpirationDate', 'expiration_date'],
  ['CancellationDate', 'cancellation_date'],
  ['WCSuspendDate', 'suspension_date'],
] as const;
