import type { MapWindow } from '@namc/inputs/bounds';
import type { ProjectFilters } from '@namc/inputs/projects';
import { useQuery } from '@tanstack/react-query';
import { lazy, useMemo } from 'react';
import { patiently } from '../../../lib/connection.ts';
import { boundsOfCounties } from '../../map/base-map.ts';
import type { MapSign } from '../../map/map-legend.tsx';
import { capWords, elsewhereWords, type MapNoun } from '../../map/marker-words.ts';
import { type MapPoints, ResultMap } from '../../map/result-map.tsx';
import { projectExtentQuery, projectMapQuery } from '../project-queries.ts';
import { filtersOf, type ProjectChange, type ProjectSearch } from '../project-search.ts';

const ProjectCard = lazy(patiently(() => import('./project-card.tsx')));
const noun: MapNoun = {
  one: 'project',
  first: 'first by deadline',
  noPlace: (count) =>
    count === 1
      ? 'it says no place, or one far from California'
      : 'they say no place, or one far from California',
};
const signs: MapSign[] = [
  ['mark-contractor', 'Project'],
  ['mark-cluster', 'Several', 9],
  ['mark-pointed', 'Row in the list'],
];

function usePoints(filters: ProjectFilters, view: MapWindow, isDue: boolean): MapPoints {
  const points = useQuery({ ...projectMapQuery(filters, view), enabled: isDue });
  return { ...points, features: points.data?.features, capped: points.data?.capped ?? false };
}

/** The projects as points. The list and the fields beside it can do everything that the map does. */
export default function ProjectsMap({
  search,
  change,
  total,
}: {
  search: ProjectSearch;
  change: (search: ProjectChange, how?: { replace?: boolean }) => void;
  /** The number of projects in words, once it is known. */
  total: string | null;
}) {
  const filters = filtersOf(search);
  const { data, isSuccess, isError } = useQuery(projectExtentQuery(search));
  const { at, bounds, miles, county } = search;
  const asked = JSON.stringify(filters);
  const otherwise = useMemo(() => boundsOfCounties(county ? [county] : []), [county]);
  const fitted = useMemo(
    () => ({ asked, isNarrowed: true, at, bounds, miles, otherwise }),
    [asked, at, bounds, miles, otherwise],
  );
  return (
    <ResultMap
      page="/projects"
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
        <ProjectCard key={card.spot.features[0]?.id} {...card} search={search} change={change} />
      )}
      words={(isCapped) => (
        <>
          {capWords(isCapped, search.near !== '', noun)} {data && elsewhereWords(data.elsewhere, total, noun)}{' '}
          Each project is in the middle of its ZIP code or city.
        </>
      )}
    />
  );
}
