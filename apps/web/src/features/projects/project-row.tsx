import { distanceWords, roughDistance } from '@namc/inputs/miles';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Pill } from '../../ui/pill.tsx';
import { useRowLight } from '../map/map-lights.ts';
import { FollowProjectToggle } from './follow-project.tsx';
import type { ListedProject } from './project-queries.ts';
import {
  budgetWords,
  categoryWords,
  goalWords,
  instantIn,
  leftWords,
  stageTones,
  stageWords,
  workLabel,
} from './project-words.ts';

/** One project of the list. All of it is the link. */
export function ProjectRow({ project }: { project: ListedProject }) {
  const { id, title, stage, category, city, county, meters, firm, skillsRequired, latitude, longitude } =
    project;
  const spot = useMemo(
    () => (latitude === null || longitude === null ? null : { latitude, longitude }),
    [latitude, longitude],
  );
  const budget = budgetWords(project.budgetMinCents, project.budgetMaxCents);
  const goals = goalWords(project.goals);
  const light = useRowLight(spot);
  const isOpen = stage === 'PUBLISHED' || stage === 'BIDDING_OPEN';
  return (
    <li
      {...light}
      className="relative break-inside-avoid space-y-1 px-4 py-3 focus-within:bg-info-tint hover:bg-info-tint data-lit:bg-info-tint"
    >
      <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
        <h3 className="min-w-0 font-semibold wrap-anywhere">
          <Link
            to="/projects/$id"
            params={{ id }}
            className="text-link underline-offset-4 after:absolute after:inset-0 hover:underline"
          >
            {title}
          </Link>
        </h3>
        <span className="flex items-center gap-2">
          <Pill tone={stageTones[stage]}>{stageWords[stage]}</Pill>
          <FollowProjectToggle project={project} />
        </span>
      </div>
      <p className="flex flex-wrap gap-x-3 text-dense text-text-2">
        <span>{categoryWords[category]}</span>
        {(city || county) && <span>{[city, county && `${county} County`].filter(Boolean).join(' · ')}</span>}
        {meters !== null && (
          <span className="tabular-nums">{distanceWords(roughDistance(meters, null))} away</span>
        )}
        {firm && <span className="wrap-anywhere">{firm}</span>}
      </p>
      <p className="text-dense text-text-2">{skillsRequired.map(workLabel).join(' · ')}</p>
      <p className="flex flex-wrap gap-x-3 text-dense">
        {project.deadlineAt && (
          <span>
            Bids by {instantIn(project.deadlineAt, project.deadlineTimeZone)}
            {isOpen && project.secondsLeft !== null && (
              <span className="text-text-2"> · {leftWords(project.secondsLeft)}</span>
            )}
          </span>
        )}
        {project.ownBidsUntil && (
          <span className="font-semibold">
            Your firm may bid until {instantIn(project.ownBidsUntil, project.deadlineTimeZone)}
          </span>
        )}
        {budget && <span className="tabular-nums">{budget}</span>}
        {goals && <span>Goals: {goals}</span>}
      </p>
    </li>
  );
}
