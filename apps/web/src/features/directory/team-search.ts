import { normalizeClassification } from '@namc/inputs/classifications';
import { findTeamsInput, mostNeeds } from '@namc/inputs/directory';
import { type TradeSkill, tradeSkill, tradeSkills } from '@namc/inputs/skills';
import type { z } from 'zod/mini';
import { readLeniently } from '../../lib/lenient.ts';
import { tradeLabel, tradeName } from '../contractors/trade-names.ts';

/** The address of the team-up finder: what a job needs, and where it is. */
export type TeamSearch = z.output<typeof findTeamsInput>;

/** The needs in an address: those that the page takes, and those that it leaves out, in words. */
interface Needs {
  trades: string[];
  skills: TradeSkill[];
  /** Beyond the most. */
  beyond: string[];
  /** Not in the lists of classes and skills. */
  unknown: string[];
}

const listed = (given: unknown): string[] =>
  [given].flat().filter((item): item is string => typeof item === 'string' && item.trim() !== '');

/** The first needs stay, the classes before the skills. */
function needsIn(given: Record<string, unknown>): Needs {
  const classes = new Set(listed(given.trades).map(normalizeClassification));
  const skills = new Set(listed(given.skills));
  const knownClasses = [...classes].filter((code) => tradeName(code) !== undefined);
  const knownSkills = [...skills].flatMap((code) => tradeSkill.safeParse(code).data ?? []);
  const trades = knownClasses.slice(0, mostNeeds);
  const room = mostNeeds - trades.length;
  return {
    trades,
    skills: knownSkills.slice(0, room),
    beyond: [
      ...knownClasses.slice(mostNeeds).map(classLabel),
      ...knownSkills.slice(room).map((code) => tradeSkills[code]),
    ],
    unknown: [
      ...[...classes].filter((code) => tradeName(code) === undefined),
      ...[...skills].filter((code) => !Object.hasOwn(tradeSkills, code)),
    ],
  };
}

/** Never fails: what is wrong in an address is left out. */
export function readTeamSearch(given: Record<string, unknown>): TeamSearch {
  const { trades, skills } = needsIn(given);
  return { ...readLeniently(findTeamsInput, given), trades, skills };
}

/** The page’s words on the needs that it leaves out; null if it takes them all. */
export function leftOutOfTeam(given: Record<string, unknown>): string | null {
  const { beyond, unknown } = needsIn(given);
  const said = [
    beyond.length > 0 &&
      `A search takes ${mostNeeds} classes and skills at most. Left out: ${beyond.join(', ')}.`,
    unknown.length > 0 && `No class or skill is called ${unknown.map((name) => `“${name}”`).join(' or ')}.`,
  ].filter(Boolean);
  return said.length > 0 ? said.join(' ') : null;
}

/** A class in plain words. One that the board has replaced says its work, and its code of today. */
export const classLabel = (code: string): string =>
  tradeLabel(code).replace(/^(\S+) Now (\S+) (.+)$/, '$1 $3 (now $2)');

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
