import type { License, StandingInBrief } from '../../contractors/contractor.ts';
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

type ComparedLicense = Pick<License, 'name' | 'doingBusinessAs' | 'city'> & {
  filed: Pick<License['filed'], 'businessName' | 'dbaName' | 'fullBusinessName'>;
};

/** The differences between an application and the license board's record, one sentence each. */
export function licenseDifferences(
  applicant: Pick<ApplicationDetail, 'company' | 'city'>,
  license: ComparedLicense,
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

/** Says that the license board's file does not have the license that an applicant named. */
export const noSuchLicense = (licenseNumber: string | null | undefined): string =>
  `The license board’s file has no license ${licenseNumber}.`;

/** The points of the license board's record against one application in a list. */
export function listedWarnings(
  applicant: Pick<ApplicationDetail, 'company' | 'city' | 'licenseNumber'>,
  license: (ComparedLicense & { standing: Pick<StandingInBrief, 'tone' | 'short' | 'note'> }) | null,
): string[] {
  if (!applicant.licenseNumber) return [];
  if (!license) return [noSuchLicense(applicant.licenseNumber)];
  const { tone, short, note } = license.standing;
  const standing = tone === 'ok' ? [] : [`The license’s standing: ${short}.${note ? ` ${note}` : ''}`];
  return [...standing, ...licenseDifferences(applicant, license)];
}
