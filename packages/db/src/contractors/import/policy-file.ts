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

/** The header was not verified against a file: the names that the license file and the board's lists have for the same are known. */
export const policySynonyms = {
  license_number: ['LicenseNumber', 'LIC-NO'],
  last_updated: ['LastUpdated'],
  coverage_type: ['CoverageType', 'WCCoverageType'],
  insurer: ['WorkersCompInsuranceCompany', 'InsuranceCompany'],
  policy_number: ['WCPolicyNumber', 'WorkersCompPolicyNumber', 'PolicyNumber', 'PolicyNo'],
  effective_date: ['WCEffectiveDate'],
  expiration_date: ['WCExpirationDate', 'ExpirationDate1'],
  cancellation_date: ['WCCancellationDate'],
  suspension_date: ['WorkersCompSuspendDate', 'SuspendDate'],
} as const;
