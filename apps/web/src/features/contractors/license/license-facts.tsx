import { businessTypeWords } from '@namc/inputs/board-codes';
import type { ReactNode } from 'react';
import { formatCents, formatDay } from '../../../lib/formats.ts';
import type { License } from '../contractor.ts';
import { regionNames } from '../region-names.ts';
import { tradeName } from '../trade-names.ts';

type Fact = [term: string, value: ReactNode];

/**
 * Everything a visitor may see of the license, in groups. Fields that the file leaves blank are left out.
 */
export function LicenseFacts({ license }: { license: License }) {
  const { workersComp, contractorBond, workerBond, disciplinaryBond } = license;
  return (
    <div className="grid items-start gap-4 md:grid-cols-2">
      <div className="grid gap-4">
        <Group title="Trades">
          <ul className="space-y-1 text-dense">
            {license.classifications.map((code) => (
              <li key={code} className="flex gap-3">
                <span className="w-12 shrink-0 font-semibold tabular-nums">{code}</span>
                <span>{tradeName(code) ?? 'Retired classification'}</span>
              </li>
            ))}
            {license.classifications.length === 0 && <li>None listed.</li>}
          </ul>
        </Group>
        {license.certifications.length > 0 && (
          <Group title="Certifications">
            <ul className="space-y-1 text-dense">
              {license.certifications.map((code) => (
                <li key={code} className="flex gap-3">
                  <span className="w-12 shrink-0 font-semibold">{code}</span>
                  <span>{tradeName(code)}</span>
                </li>
              ))}
            </ul>
          </Group>
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
        <Group title="License">
          <Facts
            facts={[
              ['Kind of business', license.businessType && businessTypeWords(license.businessType)],
              ['First issued', day(license.issueDate)],
              ['Reissued', day(license.reissueDate)],
              ['Valid through', day(license.expirationDate)],
              ['Inactive from', day(license.inactivationDate)],
              ['Reactivated', day(license.reactivationDate)],
              ['Asbestos registration', license.asbestosRegistration],
              ['ZIP code', license.zipCode],
              ['Region', regionNames[license.region]],
              [
                'Status in the file',
                [license.primaryStatus, license.secondaryStatus].filter(Boolean).join('; '),
              ],
              ['As the board writes it', asFiled(license)],
            ]}
          />
        </Group>
        <Group title="Workers’ compensation">
          <Facts
            facts={[
              ['Coverage', workersComp.coverage],
              ['Insurer', workersComp.insurer],
              ['In force from', day(workersComp.effectiveDate)],
              ['Through', day(workersComp.expirationDate)],
              ['Canceled from', day(workersComp.cancellationDate)],
              ['Suspended from', day(workersComp.suspensionDate)],
            ]}
            missing="No coverage listed."
          />
        </Group>
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
    <Group title={title}>
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
    </Group>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="rounded-card border border-divider bg-surface p-4">
      <h2 className="mb-3 text-lead font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function Facts({ facts, missing }: { facts: Fact[]; missing?: string | undefined }) {
  const known = facts.filter(([, value]) => value);
  if (known.length === 0) return <p className="text-dense text-text-2">{missing}</p>;
  return (
    <dl className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-4 gap-y-1.5 text-dense">
      {known.map(([term, value]) => (
        <div key={term} className="contents">
          <dt className="text-text-2">{term}</dt>
          <dd className="tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
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
  return value ? formatDay(value) : null;
}
