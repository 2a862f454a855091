import { businessTypeWords } from '@namc/inputs/business-types';
import { dayWords } from '@namc/inputs/day-words';
import { formatCents } from '../../../lib/formats.ts';
import type { License } from '../contractor.ts';
import { regionNames } from '../region-names.ts';
import { tradeName } from '../trade-names.ts';
import { type Fact, FactGroup, Facts } from './fact-group.tsx';
import { LicenseContact } from './license-contact.tsx';
import { CoverageBeside } from './people.tsx';

/**
 * Everything a visitor may see of the license, in groups. Fields that the file leaves blank are left out.
 */
export function LicenseFacts({ license }: { license: License }) {
  const { workersComp, contractorBond, workerBond, disciplinaryBond } = license;
  return (
    <div className="grid items-start gap-4 md:grid-cols-2 print:grid-cols-2">
      <div className="grid gap-4">
        <FactGroup title="Trades">
          <ul className="space-y-1 text-dense">
            {license.classifications.map((code) => (
              <li key={code} className="flex gap-3">
                <span className="w-12 shrink-0 font-semibold tabular-nums">{code}</span>
                <span>{tradeName(code) ?? 'Retired classification'}</span>
              </li>
            ))}
            {license.classifications.length === 0 && <li>None listed.</li>}
          </ul>
        </FactGroup>
        {license.certifications.length > 0 && (
          <FactGroup title="Certifications">
            <ul className="space-y-1 text-dense">
              {license.certifications.map((code) => (
                <li key={code} className="flex gap-3">
                  <span className="w-12 shrink-0 font-semibold">{code}</span>
                  <span>{tradeName(code)}</span>
                </li>
              ))}
            </ul>
          </FactGroup>
        )}
        <Bond title="Contractor bond" bond={contractorBond} missing="No contractor bond listed." />
        {workerBond && <Bond title="LLC worker bond" bond={workerBond} />}
        {disciplinaryBond && (
          <Bond
            title="Disciplinary bond"
            bond={disciplinaryBond}
            more={[
              ['Date in “DateRequired”', day(disciplinaryBond.requiredDate)],
              ['Reason in the file', disciplinaryBond.reason],
            ]}
          />
        )}
      </div>
      <div className="grid gap-4">
        <LicenseContact license={license} />
        <FactGroup title="License">
          <Facts
            facts={[
              ['Kind of business', license.businessType && businessTypeWords(license.businessType)],
              ['First issued', day(license.issueDate)],
              ['Reissued', day(license.reissueDate)],
              ['Term ends', day(license.expirationDate)],
              ['Inactive as of', day(license.inactivationDate)],
              ['Reactivated', day(license.reactivationDate)],
              ['Asbestos registration', license.asbestosRegistration],
              ['ZIP code', license.zipCode],
              ['Region', regionNames[license.region]],
              [
                'Status in the file',
                [license.primaryStatus, license.secondaryStatus].filter(Boolean).join('; '),
              ],
              ['As listed by the board', asFiled(license)],
            ]}
          />
        </FactGroup>
        <FactGroup title="Workers’ compensation">
          <Facts
            facts={[
              ['Coverage', workersComp.coverage],
              ['Insurer', workersComp.insurer],
              ['In force from', day(workersComp.effectiveDate)],
              ['Through', day(workersComp.expirationDate)],
              ['Canceled from', day(workersComp.cancellationDate)],
              ['Suspended from', day(workersComp.suspensionDate)],
              [
                'Exemption ends',
                workersComp.exemptionEndsOn &&
                  workersComp.exemptionEndsOn > license.standing.on &&
                  `${day(workersComp.exemptionEndsOn)}. From then on it doesn’t count: every classification needs coverage.`,
              ],
            ]}
            missing="No coverage listed."
          />
          <CoverageBeside licenseNumber={license.licenseNumber} />
        </FactGroup>
      </div>
    </div>
  );
}

function Bond({
  title,
  bond,
  missing,
  more = [],
}: {
  title: string;
  bond: License['contractorBond'];
  missing?: string;
  more?: Fact[];
}) {
  return (
    <FactGroup title={title}>
      <Facts
        facts={[
          ['Amount', bond?.amountCents == null ? null : formatCents(bond.amountCents)],
          ['Surety', bond?.surety],
          ['In force from', day(bond?.effectiveDate)],
          ['Canceled from', day(bond?.cancellationDate)],
          ...more,
        ]}
        missing={missing}
      />
    </FactGroup>
  );
}

/** The names and the city in the board's own spelling. */
function asFiled({ filed }: License): string {
  const { businessName, dbaName, secondNameType, fullBusinessName, city } = filed;
  return [
    businessName,
    dbaName && `${dbaName}${secondNameType ? ` (${secondNameType})` : ''}`,
    fullBusinessName,
    city,
  ]
    .filter(Boolean)
    .join('; ');
}

function day(value: string | null | undefined): string | null {
  return value ? dayWords(value) : null;
}
