import type { License } from '../../contractors/contractor.ts';
import type { ApplicationDetail } from './application.ts';

/** Keeps letters and digits, and drops endings such as “Inc” that firms use inconsistently. */
const plain = (name: string) =>
  name
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
    .replace(/( (inc|incorporated|llc|corp|corporation|co|company|ltd|limited))+$/, '');

const isSameName = (one: string, other: string) => plain(one) === plain(other);

/** Says that an applicant named another company than the one on the license. Undefined if the two agree. */
export function nameDifference(
  applicant: Pick<ApplicationDetail, 'company' | 'firstName' | 'lastName' | 'licenseNumber'>,
  nameOnLicense: string | null,
): string | undefined {
  const { company, firstName, lastName, licenseNumber } = applicant;
  if (!company || !nameOnLicense || isSameName(company, nameOnLicense)) return undefined;
  return `${firstName} ${lastName} applied for “${company}”, and license ${licenseNumber} is “${nameOnLicense}”.`;
}

/** The differences between an application and the license board's record, one sentence each. */
export function licenseDifferences(
  applicant: Pick<ApplicationDetail, 'company' | 'city'>,
  license: Pick<License, 'name' | 'doingBusinessAs' | 'filed' | 'city'>,
): string[] {
  const { businessName, dbaName, fullBusinessName } = license.filed;
  const names = [license.name, ...license.doingBusinessAs, businessName, dbaName, fullBusinessName].filter(
    (name) => name !== null,
  );
  const differences: string[] = [];
  if (applicant.company && !names.some((name) => isSameName(name, applicant.company ?? ''))) {
    differences.push(`The company is “${applicant.company}” here and “${license.name}” on the license.`);
  }
  if (applicant.city && license.city && !isSameName(applicant.city, license.city)) {
    differences.push(`The city is “${applicant.city}” here and “${license.city}” on the license.`);
  }
  return differences;
}
