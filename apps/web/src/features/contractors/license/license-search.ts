import { getLicenseInput } from '@namc/inputs/contractors';
import { readLeniently } from '../../../lib/lenient.ts';

const licenseSearch = getLicenseInput.pick({ on: true });

/** Never fails: a mistyped day shows today's standing. */
export function readLicenseSearch(given: Record<string, unknown>): { on?: string } {
  const { on } = readLeniently(licenseSearch, given);
  return on ? { on } : {};
}
