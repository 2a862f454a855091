import { distanceWords, roughDistance } from '@namc/inputs/miles';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Pill } from '../../../ui/pill.tsx';
import { boundsOf, firmsPerPage, MapCard } from '../../map/map-card.tsx';
import type { OpenCard } from '../../map/result-map.tsx';
import { type ListedProject, projectsQuery } from '../project-queries.ts';
import type { ProjectChange, ProjectSearch } from '../project-search.ts';
import { budgetWords, instantIn, stageTones, stageWords, workLabel } from '../project-words.ts';

/** The projects at a point: one, or several in one ZIP code or city, a few at a time. */
export default function ProjectCard({
  search,
  change,
  ...card
}: OpenCard & { search: ProjectSearch; change: (search: ProjectChange) => void }) {
  const bounds = boundsOf(card.spot, search.bounds);
  const projects = useInfiniteQuery(projectsQuery({ ...search, bounds }, firmsPerPage));
  return (
    <MapCard
      {...card}
      firms={{
        ...projects,
        pages: projects.data?.pages.map(({ rows }) => rows),
        fetchNextPage: async () => (await projects.fetchNextPage()).data?.pages.map(({ rows }) => rows),
      }}
      words={{ many: 'projects', alone: 'Project on the map' }}
      where={() => 'Approximate location: the middle of a ZIP code or a city.'}
      listThem={() => change({ ...search, bounds, view: 'list' })}
    >
      {(project) => <CardProject key={project.id} project={project} />}
    </MapCard>
  );
}

/** One project of a card: enough to decide, and the way on. */
function CardProject({ project }: { project: ListedProject }) {
  const { id, title, stage, city, meters, skillsRequired, deadlineAt, deadlineTimeZone } = project;
  const budget = budgetWords(project.budgetMinCents, project.budgetMaxCents);
  return (
    <li className="space-y-1 py-3">
      <div className="flex flex-wrap items-start justify-between gap-x-3">
        <h3 className="min-w-0 font-semibold wrap-anywhere">
          <Link
            to="/projects/$id"
            params={{ id }}
            className="inline-block min-h-6 text-link underline-offset-4 hover:underline"
          >
            {title}
          </Link>
        </h3>
        <Pill tone={stageTones[stage]}>{stageWords[stage]}</Pill>
      </div>
      <p className="flex flex-wrap gap-x-3 text-dense text-text-2">
        {city && <span>{city}</span>}
        {meters !== null && (
          <span className="tabular-nums">{distanceWords(roughDistance(meters, null))} away</span>
        )}
        {budget && <span className="tabular-nums">{budget}</span>}
      </p>
      {skillsRequired.length > 0 && (
        <p className="text-dense text-text-2">{skillsRequired.map(workLabel).join(' · ')}</p>
      )}
      {deadlineAt && <p className="text-dense">Bids by {instantIn(deadlineAt, deadlineTimeZone)}</p>}
    </li>
  );
}
