import type { MapWindow } from '@namc/inputs/bounds';
import { type ContractorFilters, narrows } from '@namc/inputs/contractors';
import { useQuery } from '@tanstack/react-query';
import { lazy, useMemo } from 'react';
import { patiently } from '../../../lib/connection.ts';
import { boundsOfCounties } from '../../map/base-map.ts';
import type { MapSign } from '../../map/map-legend.tsx';
import { capWords, elsewhereWords } from '../../map/marker-words.ts';
import { type MapPoints, ResultMap } from '../../map/result-map.tsx';
import type { ContractorPage } from '../contractor.ts';
import { extentQuery, mapQuery } from '../contractor-queries.ts';
import { type ContractorPageSearch, filtersOf } from '../contractor-search.ts';
import { isCounty } from '../county-names.ts';
import { withoutPlaces } from '../understood.ts';
import type { ChangeSearch } from '../use-contractor-search.ts';
import { contractorNoun } from './contractor-noun.ts';

const ContractorCard = lazy(patiently(() => import('./contractor-card.tsx')));
const signs: MapSign[] = [
  ['mark-contractor', 'Contractor'],
  ['mark-contractor mark-member', 'NAMC member'],
  ['mark-cluster', 'Several', 9],
  ['mark-pointed', 'Row in the list'],
];

function usePoints(filters: ContractorFilters, view: MapWindow, isDue: boolean): MapPoints {
  const points = useQuery({ ...mapQuery(filters, view), enabled: isDue });
  return { ...points, features: points.data?.features, capped: points.data?.capped ?? false };
}

/** The results as points. The list and the fields beside it can do everything that the map does. */
export default function ContractorMap({
  search,
  change,
  place,
  understood,
  total,
}: {
  search: ContractorPageSearch;
  change: ChangeSearch;
  place: ContractorPage['place'];
  understood: ContractorPage['understood'];
  /** The number of results in words, once it is known. */
  total: string | null;
}) {
  const filters = filtersOf(search);
  const isAsked = narrows(search);
  const extent = useQuery({ ...extentQuery(filters), enabled: isAsked });
  const counties = search.counties.join();
  const otherwise = useMemo(() => boundsOfCounties(counties ? counties.split(',') : []), [counties]);
  const asked = JSON.stringify(filters);
  const { at, bounds, miles } = search;
  const fitted = useMemo(
    () => ({ asked, isNarrowed: isAsked, at, bounds, miles, otherwise }),
    [asked, isAsked, at, bounds, miles, otherwise],
  );
  return (
    <ResultMap
      page="/contractors"
      noun={contractorNoun}
      signs={signs}
      search={fitted}
      place={place}
      extent={{ bounds: extent.data?.bounds, isSuccess: extent.isSuccess, isError: extent.isError }}
      filters={filters}
      usePoints={usePoints}
      open={(spot) => {
        const [first] = spot.features;
        const isCountyAlone =
          spot.features.length === 1 && first?.kind === 'cluster' && first.county !== null;
        if (!isCountyAlone || isAsked) return false;
        if (first.county && isCounty(first.county)) change({ counties: [first.county] });
        return true;
      }}
      move={(moved) => change({ at: moved }, { replace: true, keepMap: true })}
      searchArea={(area) =>
        change({ bounds: area, near: '', q: withoutPlaces(search.q, understood) }, { keepMap: true })
      }
      card={(card) => (
        <ContractorCard key={card.spot.features[0]?.id} {...card} search={search} change={change} />
      )}
      words={(isCapped) => (
        <>
          {capWords(isCapped, place !== null, contractorNoun)}{' '}
          {isAsked && extent.data && elsewhereWords(extent.data.elsewhere, total, contractorNoun)}{' '}
          {isAsked
            ? 'Locations are approximate: each is the center of a ZIP code.'
            : 'All contractors by county. Neighboring counties are grouped until you zoom in.'}
        </>
      )}
    />
  );
}
