import { dayWords } from '@namc/inputs/day-words';
import { toMiles } from '@namc/inputs/miles';
import { formatPhone } from '@namc/inputs/phone';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatCents, formatCount } from '../../lib/formats.ts';
import { ExternalLink } from '../../ui/external-link.tsx';
import { Facts } from '../../ui/facts.tsx';
import { tradeLabel } from '../contractors/trade-names.ts';
import type { Firm } from './directory-queries.ts';

const link = 'inline-block min-h-6 text-link underline underline-offset-4 print:no-underline';

/** Everything that a reader may see of a firm. Parts without a fact are left out. */
export function FirmFacts({ firm }: { firm: Firm }) {
  const { story, phone, email, website, street, city, zipCode, county, trades, licenseNumber } = firm;
  const { certifications, crewSize, languages, bondingSingleCents, bondingAggregateCents } = firm;
  const { serviceCounties, serviceRadiusMeters: radius } = firm;
  const address = [street, [city, zipCode].filter(Boolean).join(' ')].filter(Boolean).join('\n');
  const hasWays = phone || email || website || address || county;
  const hasWork =
    crewSize ||
    languages.length ||
    bondingSingleCents ||
    bondingAggregateCents ||
    serviceCounties.length ||
    radius;
  return (
    <div className="space-y-6">
      {story && (
        <Part title="About">
          <p className="max-w-[70ch] whitespace-pre-wrap wrap-anywhere">{story}</p>
        </Part>
      )}
      {hasWays && (
        <Part title="Contact">
          <Facts
            facts={[
              [
                'Phone',
                phone && (
                  <a href={`tel:${phone}`} className={link}>
                    {formatPhone(phone)}
                  </a>
                ),
              ],
              [
                'Email',
                email && (
                  <a href={`mailto:${email}`} className={`${link} wrap-anywhere`}>
                    {email}
                  </a>
                ),
              ],
              ['Website', website && <ExternalLink href={website}>{website}</ExternalLink>],
              ['Address', address],
              ['County', county],
            ]}
          />
        </Part>
      )}
      {licenseNumber && (
        <Part title="Trades">
          {trades.length > 0 && (
            <ul aria-label="Trades" className="list-disc pl-5">
              {trades.map((code) => (
                <li key={code}>{tradeLabel(code)}</li>
              ))}
            </ul>
          )}
          <p className={trades.length > 0 ? 'mt-2' : undefined}>
            From{' '}
            <Link to="/contractors/$license" params={{ license: licenseNumber }} className={link}>
              license {licenseNumber}
            </Link>
          </p>
        </Part>
      )}
      {certifications.length > 0 && (
        <Part title="Certifications">
          <ul aria-label="Certifications" className="max-w-2xl space-y-2">
            {certifications.map(({ kind, name, issuer, number, expiresOn, isVerified }) => (
              <li key={`${kind} ${number} ${expiresOn}`} className="break-words">
                <span className="font-semibold">{[name, number].filter(Boolean).join(' ')}</span>
                <span className="block text-dense text-text-2">
                  {[
                    issuer,
                    expiresOn ? `good through ${dayWords(expiresOn)}` : 'no last day',
                    isVerified ? 'verified by NAMC NorCal' : 'not verified',
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {hasWork && (
        <Part title="Crew and area">
          <Facts
            facts={[
              ['Crew', crewSize && `${formatCount(crewSize)} ${crewSize === 1 ? 'person' : 'people'}`],
              ['Languages', languages.join(', ')],
              ['Bond for one job', bondingSingleCents && formatCents(bondingSingleCents)],
              ['Bonds for all jobs', bondingAggregateCents && formatCents(bondingAggregateCents)],
              ['Works in', serviceCounties.length > 0 && `${serviceCounties.join(', ')}`],
              ['Around its place', radius && `${formatCount(Math.round(toMiles(radius)))} miles`],
            ]}
          />
        </Part>
      )}
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="break-inside-avoid border-t border-divider pt-4">
      <h2 className="mb-2 text-h3 font-semibold">{title}</h2>
      {children}
    </section>
  );
}
