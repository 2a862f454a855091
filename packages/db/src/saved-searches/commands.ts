import { contractorFilters } from '@namc/inputs/contractors';
import { projectFilters } from '@namc/inputs/projects';
import {
  type ChangeSavedSearchInput,
  type NotifyTime,
  type SaveProjectSearchInput,
  type SaveSearchInput,
  widestWatchedSearch,
} from '@namc/inputs/saved-searches';
import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm';
import { listMatches, type Matches } from '../contractors/queries/matches.ts';
import { californiaDay } from '../contractors/standing/california-day.ts';
import { actingUser } from '../engine/acting-user.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { sendLetter } from '../mail/commands.ts';
import { users } from '../members/tables.ts';
import { listProjectMatches } from '../projects/queries/conditions.ts';
import { projects } from '../projects/tables.ts';
import { savedSearches } from './tables.ts';

/** Saves a search for the acting person, who knows its present results. Returns its id. @throws Refused */
export async function saveSearch(
  tx: WriteTransaction,
  { name, filters, notify }: SaveSearchInput,
): Promise<string> {
  const { licenses, leftOut } = await listMatches(tx, filters, widestWatchedSearch);
  const [saved] = await tx.orm
    .insert(savedSearches)
    .values({
      userId: actingUser(tx),
      subject: 'contractors',
      name,
      filters,
      leftOut,
      notify,
      known: licenses ?? [],
      isTooWide: licenses === undefined,
    })
    .returning({ id: savedSearches.id });
  if (!saved) throw new Error('An insert returns its row.');
  return saved.id;
}

/** Saves a search for projects for the acting person, who knows its present results. Returns its id. @throws Refused */
export async function saveProjectSearch(
  tx: WriteTransaction,
  { name, filters, notify }: SaveProjectSearchInput,
): Promise<string> {
  const userId = actingUser(tx);
  const known = await listProjectMatches(tx, filters, { userId, most: widestWatchedSearch });
  const [saved] = await tx.orm
    .insert(savedSearches)
    .values({
      userId,
      subject: 'projects',
      name,
      filters,
      notify,
      known: known ?? [],
      isTooWide: known === undefined,
    })
    .returning({ id: savedSearches.id });
  if (!saved) throw new Error('An insert returns its row.');
  return saved.id;
}

const own = (tx: WriteTransaction, id: string) =>
  and(eq(savedSearches.id, id), eq(savedSearches.userId, actingUser(tx)));

/** Renames one of the acting person's searches, or changes when they hear of new results. @throws NotFound */
export async function changeSavedSearch(
  tx: WriteTransaction,
  { id, name, notify }: ChangeSavedSearchInput,
): Promise<void> {
  const { count } = await tx.orm
    .update(savedSearches)
    .set({
      name: name ?? sql`${savedSearches.name}`,
      notify: notify ?? sql`${savedSearches.notify}`,
      // A person who turns it on again hears of news from now on.
      ...(notify === 'OFF' ? { untold: [] } : {}),
    })
    .where(own(tx, id));
  if (count === 0) throw new NotFound('saved search', id);
}

/** Notes that the acting person has looked at the search: none of its results is new any more. @throws NotFound */
export async function markSearchSeen(tx: WriteTransaction, { id }: { id: string }): Promise<void> {
  const { count } = await tx.orm
    .update(savedSearches)
    .set({ fresh: [], untold: [], seenAt: sql`now()` })
    .where(own(tx, id));
  if (count === 0) throw new NotFound('saved search', id);
}

/** Removes one of the acting person's searches; a second time changes nothing. */
export async function removeSavedSearch(tx: WriteTransaction, { id }: { id: string }): Promise<void> {
  await tx.orm.delete(savedSearches).where(own(tx, id));
}

/**
 * Compares a search's results with those that its owner knows, and keeps the ones that came. `isQuiet` is for a first
 * load and an import that was undone: results that came with it are no news, and those that went with it stay known, so
 * that they are no news when another file brings them again. For the system.
 */
export async function compareSavedSearch(
  tx: WriteTransaction,
  { id, isQuiet }: { id: string; isQuiet: boolean },
): Promise<void> {
  const { userId, subject, filters, notify, known, fresh, untold, isTooWide } = savedSearches;
  const [search] = await tx.orm
    .select({ userId, subject, filters, notify, known, fresh, untold, isTooWide })
    .from(savedSearches)
    .where(eq(savedSearches.id, id))
    .for('update');
  if (!search) return;
  const { licenses, leftOut } =
    search.subject === 'projects' ? await projectsOf(tx, search) : await matchesOf(tx, search.filters);
  await tx.orm
    .update(savedSearches)
    .set({
      ...(licenses ? afterComparing(search, licenses, isQuiet) : tooWide),
      // A project that left the results and comes back is no news.
      ...(search.subject === 'projects' &&
        licenses && { known: [...new Set([...licenses, ...search.known])].slice(0, widestWatchedSearch) }),
      leftOut,
      comparedAt: sql`now()`,
    })
    .where(eq(savedSearches.id, id));
}

/** A search that an older portal saved may name something that no longer exists: it finds nothing. */
async function matchesOf(tx: WriteTransaction, filters: unknown): Promise<Matches> {
  const read = contractorFilters.safeParse(filters);
  return read.success ? listMatches(tx, read.data, widestWatchedSearch) : { licenses: [], leftOut: [] };
}

async function projectsOf(
  tx: WriteTransaction,
  { userId, filters }: { userId: string; filters: unknown },
): Promise<Matches> {
  const { success, data } = projectFilters.safeParse(filters);
  const licenses = success ? await listProjectMatches(tx, data, { userId, most: widestWatchedSearch }) : [];
  return { licenses, leftOut: [] };
}

type Compared = Pick<
  typeof savedSearches.$inferSelect,
  'notify' | 'known' | 'fresh' | 'untold' | 'isTooWide'
>;

const tooWide: Omit<Compared, 'notify'> = { known: [], fresh: [], untold: [], isTooWide: true };

function afterComparing(search: Compared, results: string[], isQuiet: boolean): Omit<Compared, 'notify'> {
  const isTold = search.notify !== 'OFF';
  if (search.isTooWide) return { known: results, fresh: [], untold: [], isTooWide: false };
  const present = new Set(results);
  const known = new Set(search.known);
  const untold = search.untold.filter((license) => present.has(license));
  if (isQuiet) {
    // Nobody has heard of these: they are news when they come again.
    const unheard = new Set(search.untold.filter((license) => !present.has(license)));
    const all = new Set([...results, ...search.known]);
    return {
      known: [...all].filter((license) => !unheard.has(license)).slice(0, widestWatchedSearch),
      fresh: search.fresh.filter((license) => !unheard.has(license)),
      untold,
      isTooWide: false,
    };
  }
  const came = results.filter((license) => !known.has(license));
  return {
    known: results,
    fresh: [...search.fresh.filter((license) => present.has(license)), ...came],
    untold: isTold ? [...untold, ...came] : [],
    isTooWide: false,
  };
}

/** The most projects that one letter lists. */
const mostTold = 20;

/**
 * Writes one letter to a person about the new results of all of their searches for projects that are told at these times: each
 * project once, with the searches that found it. Marks them as told in the same transaction: a repetition finds nothing. An account
 * that is no longer active hears nothing. For the system.
 */
export async function tellProjectSearches(
  tx: WriteTransaction,
  { userId, times, origin }: { userId: string; times: NotifyTime[]; origin: string },
): Promise<void> {
  const [reader] = await tx.orm
    .select({ email: users.email, status: users.status })
    .from(users)
    .where(eq(users.id, userId));
  if (reader?.status !== 'ACTIVE') return;
  const { id, name, untold, subject, notify } = savedSearches;
  const searches = await tx.orm
    .select({ id, name, untold })
    .from(savedSearches)
    .where(
      and(eq(savedSearches.userId, userId), eq(subject, 'projects'), ne(untold, []), inArray(notify, times)),
    )
    .orderBy(id)
    .for('update');
  if (searches.length === 0) return;
  const ids = searches.map((search) => search.id);
  await tx.orm.update(savedSearches).set({ untold: [] }).where(inArray(id, ids));
  const found = await tx.orm
    .select({ id: projects.id, title: projects.title, city: projects.city, deadlineAt: projects.deadlineAt })
    .from(projects)
    .where(
      and(
        inArray(projects.id, [...new Set(searches.flatMap((search) => search.untold))]),
        inArray(projects.status, ['PUBLISHED', 'BIDDING_OPEN']),
      ),
    )
    .orderBy(asc(projects.deadlineAt), asc(projects.id));
  if (found.length === 0) return;
  const told = searches.filter((search) => found.some((project) => search.untold.includes(project.id)));
  await sendLetter(tx, { userId, email: reader.email }, 'project-searches', {
    origin,
    searches: told.map((search) => ({ id: search.id, name: search.name, key: null })),
    projects: found.slice(0, mostTold).map((project) => ({
      id: project.id,
      title: project.title,
      city: project.city,
      dueOn: project.deadlineAt && californiaDay(project.deadlineAt),
      searchIds: told.filter((search) => search.untold.includes(project.id)).map((search) => search.id),
    })),
    count: found.length,
  });
}
