import type { ProjectFilters } from '@namc/inputs/projects';
import { quoted } from '@namc/inputs/quoted';
import { formatCount } from '../../lib/formats.ts';
import { categoryWords, workLabel } from './project-words.ts';

/** The filters of a search for projects in words, in the order of the form. */
export function projectFilterWords(filters: ProjectFilters): string[] {
  const { q, near, miles, work, category, county, dueDays, budget, goal, state } = filters;
  return [
    q && quoted(q),
    near && `Within ${miles} miles of ${/^-?\d+\.\d/.test(near) ? 'the chosen location' : near}`,
    work && workLabel(work),
    category && categoryWords[category],
    county && `${county} County`,
    dueDays && `Due within ${dueDays} days`,
    budget && `Pays at least $${formatCount(budget)}`,
    goal && `${goal} goal`,
    state === 'over' && 'Projects that are over',
    filters.isPublicWorks && 'Public works',
    filters.isQualified && 'I qualify',
    filters.isFollowed && 'Projects that I follow',
    filters.isInOwnArea && 'In my service area',
    filters.bounds && 'In an area of the map',
  ].filter((words): words is string => typeof words === 'string' && words !== '');
}
