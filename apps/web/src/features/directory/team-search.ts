import { findTeamsInput } from '@namc/inputs/directory';
import type { z } from 'zod/mini';
import { readLeniently } from '../../lib/lenient.ts';

/** The address of the team-up finder: what a job needs, and where it is. */
export type TeamSearch = z.output<typeof findTeamsInput>;

/** Never fails: what is wrong in an address is left out. */
export const readTeamSearch = (given: Record<string, unknown>): TeamSearch =>
  readLeniently(findTeamsInput, given);

/** The part of a search that an address has to say. */
export function teamAddress(search: TeamSearch): Partial<TeamSearch> {
  const defaults = findTeamsInput.parse({});
  return {
    ...(search.trades.length > 0 && { trades: search.trades }),
    ...(search.skills.length > 0 && { skills: search.skills }),
    ...(search.near !== '' && { near: search.near }),
    ...(search.miles !== defaults.miles && { miles: search.miles }),
  };
}

/** True for a search that says a place and at least one need. */
export const isWhole = ({ trades, skills, near }: TeamSearch): boolean =>
  near !== '' && trades.length + skills.length > 0;
