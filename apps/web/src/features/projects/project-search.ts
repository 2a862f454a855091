import { mapPlace } from '@namc/inputs/bounds';
import {
  type BrowseProjectsInput,
  calendarMonth,
  type ProjectFilters,
  projectFilters,
  projectOrders,
} from '@namc/inputs/projects';
import { z } from 'zod/mini';
import { readWords } from '../../lib/beginning-of.ts';
import { readLeniently } from '../../lib/lenient.ts';

/** The address of the list of projects. */
export const projectViews = ['list', 'map', 'calendar'] as const;
const pageSearch = z.extend(projectFilters, {
  order: z._default(z.enum(projectOrders), 'deadline'),
  view: z._default(z.enum(projectViews), 'list'),
  /** The place of the map. */
  at: mapPlace,
  /** True if the address held more words than a search takes. */
  isCut: z._default(z.boolean(), false),
  /** The month of the calendar. Without one it is this month. */
  month: z.optional(calendarMonth),
});
export type ProjectSearch = z.output<typeof pageSearch>;
export type ProjectChange = { [Name in keyof ProjectSearch]?: ProjectSearch[Name] | undefined };

export const projectDefaults: ProjectSearch = pageSearch.parse({});

/** Never fails: what is wrong in an address is left out. Of a text that is too long the beginning stays. */
export const readProjectSearch = (given: Record<string, unknown>): ProjectSearch =>
  readLeniently(pageSearch, { ...given, ...readWords(given) });

export const filtersOf = (search: ProjectSearch): ProjectFilters => projectFilters.parse(search);

export const browseInputOf = (
  search: ProjectSearch,
): Pick<BrowseProjectsInput, 'order'> & ProjectFilters => ({
  ...filtersOf(search),
  order: search.order,
});

/** The part of a search that an address has to say. */
export function toAddress(search: ProjectChange): ProjectChange {
  const defaults: Record<string, unknown> = projectDefaults;
  return Object.fromEntries(Object.entries(search).filter(([name, value]) => value !== defaults[name]));
}

let last: ProjectChange = {};

/** Remembers the search that a person may come back to from a project. */
export function rememberProjects(address: ProjectChange): void {
  last = address;
}

export const lastProjects = (): ProjectChange => last;
