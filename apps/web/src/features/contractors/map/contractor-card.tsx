import { useInfiniteQuery } from '@tanstack/react-query';
import { boundsOf, firmsPerPage, MapCard } from '../../map/map-card.tsx';
import type { MapSpot } from '../../map/markers.ts';
import { cardQuery } from '../contractor-queries.ts';
import type { ContractorPageSearch } from '../contractor-search.ts';
import type { ChangeSearch } from '../use-contractor-search.ts';
import { CardFirm } from './card-firm.tsx';

/** The contractors at a point: one, or several that share a ZIP code, a few at a time. */
export default function ContractorCard({
  search,
  change,
  ...card
}: {
  spot: MapSpot;
  page: number;
  turn: (page: number) => void;
  close: () => void;
  search: ContractorPageSearch;
  change: ChangeSearch;
}) {
  const bounds = boundsOf(card.spot, search.bounds);
  const firms = useInfiniteQuery(cardQuery(search, bounds, firmsPerPage));
  return (
    <MapCard
      {...card}
      firms={{
        ...firms,
        pages: firms.data?.pages.map(({ contractors }) => contractors),
        fetchNextPage: async () =>
          (await firms.fetchNextPage()).data?.pages.map(({ contractors }) => contractors),
      }}
      words={{ many: 'contractors', alone: 'Contractor on the map' }}
      where={whereabouts}
      listThem={() => change({ bounds, view: 'list' })}
    >
      {(firm) => <CardFirm key={firm.licenseNumber} firm={firm} />}
    </MapCard>
  );
}

function whereabouts(firms: { location: { precision: 'zip' | 'street' } | null }[] | undefined): string {
  return firms?.length && firms.every(({ location }) => location?.precision === 'street')
    ? 'At the address on record.'
    : 'Approximate location: the center of a ZIP code.';
}
