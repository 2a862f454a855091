import { formatPhone } from '@namc/inputs/phone';
import { Link } from '@tanstack/react-router';
import { ExternalLink } from '../../../ui/external-link.tsx';
import type { License } from '../contractor.ts';
import { FactGroup, Facts } from './fact-group.tsx';

/** The ways to reach the firm: the phone for everybody, the mailing address for members and staff. */
export function LicenseContact({ license }: { license: License }) {
  const { phone, mailingAddress } = license;
  return (
    <FactGroup title="Contact">
      <Facts
        facts={[
          [
            'Phone',
            phone && (
              <a
                href={`tel:${phone.replace(/[^+\d]/g, '')}`}
                className="inline-block min-h-6 text-link underline underline-offset-4 print:no-underline"
              >
                {formatPhone(phone)}
              </a>
            ),
          ],
          ['Mailing address', mailingAddress && address(license, mailingAddress)],
          ['City', mailingAddress ? null : cityOnMap(license)],
        ]}
        missing="The board’s file lists no phone and no city."
      />
      {!mailingAddress && (
        <p className="mt-3 text-dense text-text-2 print:hidden">
          Active members see the mailing address that the board publishes.
        </p>
      )}
    </FactGroup>
  );
}

/** The address as lines, with a map where there is a street to show. */
function address(license: License, street: string) {
  const city = cityOf(license);
  return (
    <>
      <span className="block">{street}</span>
      <span className="block">{city}</span>
      {!/\bP\.?\s?O\.?\s*BOX\b/i.test(street) && (
        <ExternalLink
          className="inline-block min-h-6"
          href={`https://www.openstreetmap.org/search?query=${encodeURIComponent(`${street}, ${city}`)}`}
        >
          <span className="print:hidden">Show on a map</span>
        </ExternalLink>
      )}
    </>
  );
}

/** The city, with the place of the ZIP code on the map. */
function cityOnMap(license: License) {
  return (
    <>
      <span className="block">{cityOf(license)}</span>
      {license.location && (
        <Link
          to="/contractors"
          search={{ q: license.licenseNumber, view: 'map' }}
          className="inline-block min-h-6 text-link underline underline-offset-4 print:hidden"
        >
          Show the area on the map
        </Link>
      )}
    </>
  );
}

const cityOf = ({ city, state, zipCode }: License) =>
  [city, [state, zipCode].filter(Boolean).join(' ')].filter(Boolean).join(', ');
