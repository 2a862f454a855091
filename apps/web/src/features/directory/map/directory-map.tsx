import type { MapWindow } from '@namc/inputs/bounds';
import type { DirectoryFilters } from '@namc/inputs/directory';
import { useQuery } from '@tanstack/react-query';
import { lazy, useMemo } from 'react';
import { patiently } from '../../../lib/connection.ts';
import { boundsOfCounties } from '../../map/base-map.ts';
import type { MapSign } from '../../map/map-legend.tsx';
import { capWords, elsewhereWords, type MapNoun } from '../../map/marker-words.ts';
import { type MapPoints, ResultMap } from '../../map/result-map.tsx';
import { directoryExtentQuery, directoryMapQuery } from '../directory-queries.ts';
import { type DirectoryChange, type DirectorySearch, filtersOf } from '../directory-search.ts';

const DirectoryCard = lazy(patiently(() => import('./directory-card.tsx')));
const noun: MapNoun = {
  one: 'firm',
  first: 'first by name',
  noPlace: (count) => (count === 1 ? 'it shows no place' : 'they show no place'),
};
const signs: MapSign[] = [
  ['mark-contractor', 'Firm'],
  ['mark-cluster', 'Several', 9],
  ['mark-pointed', 'Row in the list'],
];

function usePoints(filters: DirectoryFilters, view: MapWindow, isDue: boolean): MapPoints {
  const points = useQuery({ ...directoryMapQuery(filters, view), enabled: isDue });
  return { ...points, features: points.data?.features, capped: points.data?.capped ?? false };
}

/** The firms as points. The list and the fields beside it can do everything that the map does. */
export default function DirectoryMap({
  search,
  change,
  total,
}: {
  search: DirectorySearch;
  change: (search: DirectoryChange, how?: { replace?: boolean }) => void;
  /** The number of firms in words, once it is known. */
  total: string | null;
}) {
  const filters = filtersOf(search);
  const { data, isSuccess, isError } = useQuery(directoryExtentQuery(search));
  const { at, bounds, miles, county } = search;
  const asked = JSON.stringify(filters);
  const otherwise = useMemo(() => boundsOfCounties(county ? [county] : []), [county]);
  const fitted = useMemo(
    () => ({ asked, isNarrowed: true, at, bounds, miles, otherwise }),
    [asked, at, bounds, miles, otherwise],
  );
  return (
    <ResultMap
      page="/directory"
      noun={noun}
      signs={signs}
      search={fitted}
      place={data?.place ?? null}
      extent={{ bounds: data?.bounds, isSuccess, isError }}
      filters={filters}
      usePoints={usePoints}
      move={(moved) => change({ ...search, at: moved }, { replace: true })}
      searchArea={(area) => change({ ...search, bounds: area, near: '' })}
      card={(card) => (
        <DirectoryCard key={card.spot.features[0]?.id} {...card} search={search} change={change} />
      )}
      words={(isCapped) => (
        <>
          {capWords(isCapped, search.near !== '', noun)} {data && elsewhereWords(data.elsewhere, total, noun)}{' '}
          Each firm is at the center of its ZIP code.
        </>
      )}
    />
  );
}
