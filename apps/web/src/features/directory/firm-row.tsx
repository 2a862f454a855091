import { distanceWords } from '@namc/inputs/miles';
import { formatPhone } from '@namc/inputs/phone';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { Trades } from '../contractors/contractor-row.tsx';
import { useRowLight } from '../map/map-lights.ts';
import { CertificationPills } from './certification-pills.tsx';
import type { DirectoryItem } from './directory-queries.ts';

/** One firm of the list. All of it is the link. A list draws its rows again only where they changed. */
export const FirmRow = memo(function FirmRow({ firm }: { firm: DirectoryItem }) {
  const light = useRowLight(firm.spot);
  const { id, name, city, county, distance, phone, trades, certifications, story } = firm;
  return (
    <li
      {...light}
      className="relative break-inside-avoid space-y-0.5 px-4 py-3 focus-within:bg-info-tint hover:bg-info-tint data-lit:bg-info-tint"
    >
      <h3 className="font-semibold wrap-anywhere">
        <Link
          to="/directory/$id"
          params={{ id }}
          className="text-link underline-offset-4 after:absolute after:inset-0 hover:underline"
        >
          {name}
        </Link>
      </h3>
      <p className="flex flex-wrap gap-x-3 text-dense text-text-2">
        {(city || county) && (
          <span>
            {city}
            {county && (
              <span className="text-text-3">
                {city && ' · '}
                {county} County
              </span>
            )}
          </span>
        )}
        {distance && (
          <span className="tabular-nums">
            {distanceWords(distance)}
            {'miles' in distance && ' away'}
          </span>
        )}
        {phone && (
          <a
            href={`tel:${phone}`}
            className="relative inline-flex min-h-6 items-center text-link tabular-nums underline-offset-4 hover:underline"
          >
            {formatPhone(phone)}
          </a>
        )}
      </p>
      {trades.length > 0 && (
        <p className="text-dense text-text-2">
          <Trades contractor={{ classifications: trades, certifications: [] }} />
        </p>
      )}
      {story && <p className="line-clamp-2 text-dense wrap-anywhere text-text-2">{story}</p>}
      <CertificationPills certifications={certifications} />
    </li>
  );
});
