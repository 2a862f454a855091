/** The address of the license board's own page of a license. */
export const boardRecord = (licenseNumber: string): string =>
  `https://www.cslb.ca.gov/OnlineServices/CheckLicenseII/LicenseDetail.aspx?LicNum=${licenseNumber}`;
