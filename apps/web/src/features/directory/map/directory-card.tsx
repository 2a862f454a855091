import { distanceWords } from '@namc/inputs/miles';
import { formatPhone } from '@namc/inputs/phone';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Phone } from 'lucide-react';
import { buttonClass } from '../../../ui/button.tsx';
import { Trades } from '../../contractors/contractor-row.tsx';
import { boundsOf, firmsPerPage, MapCard } from '../../map/map-card.tsx';
import type { OpenCard } from '../../map/result-map.tsx';
import { CertificationPills } from '../certification-pills.tsx';
import { type DirectoryItem, directoryQuery } from '../directory-queries.ts';
import type { DirectoryChange, DirectorySearch } from '../directory-search.ts';

/** The firms at a point: one, or several that share a ZIP code, a few at a time. */
export default function DirectoryCard({
  search,
  change,
  ...card
}: OpenCard & { search: DirectorySearch; change: (search: DirectoryChange) => void }) {
  const bounds = boundsOf(card.spot, search.bounds);
  const firms = useInfiniteQuery(directoryQuery({ ...search, bounds }, firmsPerPage));
  return (
    <MapCard
      {...card}
      firms={{
        ...firms,
        pages: firms.data?.pages.map(({ rows }) => rows),
        fetchNextPage: async () => (await firms.fetchNextPage()).data?.pages.map(({ rows }) => rows),
      }}
      words={{ many: 'firms', alone: 'Firm on the map' }}
      where={() => 'Approximate location: the center of a ZIP code.'}
      listThem={() => change({ ...search, bounds, view: 'list' })}
    >
      {(firm) => <CardFirm key={firm.id} firm={firm} />}
    </MapCard>
  );
}

/** One firm of a card: enough to decide, and the ways on. */
function CardFirm({ firm }: { firm: DirectoryItem }) {
  const { id, name, city, distance, phone, trades, certifications } = firm;
  return (
    <li className="py-3">
      <h3 className="font-semibold wrap-anywhere">
        <Link
          to="/directory/$id"
          params={{ id }}
          className="inline-block min-h-6 text-link underline-offset-4 hover:underline"
        >
          {name}
        </Link>
      </h3>
      <p className="flex flex-wrap gap-x-3 text-dense text-text-2">
        {city && <span>{city}</span>}
        {distance && (
          <span className="tabular-nums">
            {distanceWords(distance)}
            {'miles' in distance && ' away'}
          </span>
        )}
      </p>
      {trades.length > 0 && (
        <p className="text-dense text-text-2">
          <Trades contractor={{ classifications: trades, certifications: [] }} />
        </p>
      )}
      <CertificationPills certifications={certifications} />
      {phone && (
        <p className="mt-2">
          <a href={`tel:${phone}`} className={buttonClass('secondary')}>
            <Phone aria-hidden className="size-4" />
            <span className="sr-only">Call </span>
            {formatPhone(phone)}
          </a>
        </p>
      )}
    </li>
  );
}
