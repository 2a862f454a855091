import { distanceWords } from '@namc/inputs/miles';
import { formatPhone } from '@namc/inputs/phone';
import { Link } from '@tanstack/react-router';
import { Phone } from 'lucide-react';
import { buttonClass } from '../../../ui/button.tsx';
import { FollowToggle } from '../../follows/follow-toggle.tsx';
import type { Contractor } from '../contractor.ts';
import { Remarks, Trades } from '../contractor-row.tsx';
import { StandingMark } from '../standing-mark.tsx';

/** One contractor of a card: enough to decide, and the ways on. */
export function CardFirm({ firm }: { firm: Contractor }) {
  const { licenseNumber, name, doingBusinessAs, city, distance, phone, standing } = firm;
  return (
    <li className="relative py-3 has-[[aria-pressed]]:pr-12">
      <h3 className="font-semibold">
        <Link
          to="/contractors/$license"
          params={{ license: licenseNumber }}
          className="inline-block min-h-6 text-link underline-offset-4 hover:underline"
        >
          {name}
        </Link>
      </h3>
      {doingBusinessAs.length > 0 && (
        <p className="text-dense text-text-2">doing business as {doingBusinessAs.join(', ')}</p>
      )}
      <p className="flex flex-wrap items-center gap-x-3 text-dense text-text-2">
        <StandingMark standing={standing} />
        {city && <span>{city}</span>}
        {distance && (
          <span className="tabular-nums">
            {distanceWords(distance)}
            {'miles' in distance && ' away'}
          </span>
        )}
      </p>
      <p className="mt-0.5 text-dense text-text-2">
        <Trades contractor={firm} />
      </p>
      <Remarks contractor={firm} />
      <p className="mt-2 flex flex-wrap gap-2">
        {phone && (
          <a href={`tel:${phone}`} className={buttonClass('secondary')}>
            <Phone aria-hidden className="size-4" />
            <span className="sr-only">Call </span>
            {formatPhone(phone)}
          </a>
        )}
        <Link
          to="/contractors/$license"
          params={{ license: licenseNumber }}
          className={buttonClass('secondary')}
        >
          Open record<span className="sr-only"> of {name}</span>
        </Link>
      </p>
      <FollowToggle firm={{ licenseNumber, name }} />
    </li>
  );
}
