import type { Change } from '@namc/inputs/change-sentence';
import { standingFirst, wordsOfChange } from '@namc/inputs/change-words';
import { changesUndone } from '@namc/inputs/follows';
import { and, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import { noteEndings } from '../../certifications/commands.ts';
import { listColumns, listShape } from '../../contractors/queries/list-items.ts';
import { namesOf } from '../../contractors/queries/names.ts';
import { momentOf, type Standing, standingOf } from '../../contractors/standing/standing.ts';
import { californiaContractors, nameOrder } from '../../contractors/tables/register.ts';
import { rowsOf } from '../../engine/columns/shape.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { sendLetter } from '../../mail/commands.ts';
import { users } from '../../members/tables.ts';
import { savedSearches } from '../../saved-searches/tables.ts';
import type { FirmNews, SearchNews } from '../letters.ts';
import { followedChanges } from '../tables.ts';
import { takenBack, type Withdrawn, withdrawnFrom } from './withdrawn.ts';

/** The most that one letter lists. */
const most = { firms: 20, changes: 8, searches: 10, results: 5 };

interface Telling {
  userId: string;
  /** True to tell the results of searches that are told once a week, too. */
  isWeekly: boolean;
  /** The portal's own address. */
  origin: string;
}

/**
 * Writes one letter to a person about everything that the person has not heard of, and one about the licenses of the person's
 * own companies. Marks all of it as told in the same transaction: a repetition finds nothing. An account that is no longer active hears nothing. For the system.
 */
export async function tellFollower(
  tx: WriteTransaction,
  { userId, isWeekly, origin }: Telling,
): Promise<void> {
  const [reader] = await tx.orm
    .select({ userId: users.id, email: users.email, status: users.status })
    .from(users)
    .where(eq(users.id, userId));
  const changes = await takeChanges(tx, userId);
  if (reader?.status !== 'ACTIVE') return;
  const searches = await takeSearchNews(tx, { userId, isWeekly });
  const withdrawn = await withdrawnFrom(tx, userId, changes);
  const own = await firmsOf(
    tx,
    changes.filter(({ isOwn }) => isOwn),
    withdrawn,
  );
  if (own.length > 0) {
    // Papers that end at the same time are one letter.
    const certifications = await noteEndings(tx, { userId });
    await sendLetter(tx, { userId, email: reader.email }, 'own-license', {
      origin,
      firms: own,
      certifications,
    });
  }
  const firms = await firmsOf(
    tx,
    changes.filter(({ isOwn }) => !isOwn),
    withdrawn,
  );
  if (firms.length + searches.length === 0) return;
  await sendLetter(tx, { userId, email: reader.email }, 'followed-changes', {
    origin,
    firms: firms.slice(0, most.firms),
    moreFirms: Math.max(0, firms.length - most.firms),
    searches: searches.slice(0, most.searches),
    moreSearches: Math.max(0, searches.length - most.searches),
  });
}

type Taken = Change & { licenseNumber: string; notedAt: Date; isOwn: boolean };

function takeChanges(tx: WriteTransaction, userId: string): Promise<Taken[]> {
  const { licenseNumber, kind, before, after, notedAt, isOwn } = followedChanges;
  return tx.orm
    .update(followedChanges)
    .set({ toldAt: sql`now()` })
    .where(and(eq(followedChanges.userId, userId), isNull(followedChanges.toldAt)))
    .returning({ licenseNumber, kind, before, after, notedAt, isOwn });
}

/** The firms with what changed, those with a change of standing first. */
async function firmsOf(
  { sql: query }: WriteTransaction,
  changes: Taken[],
  withdrawn: Withdrawn[],
): Promise<FirmNews[]> {
  if (changes.length === 0) return [];
  const rows = await rowsOf(query, listShape)`
    select ${listColumns(query)} from california_contractors
    where license_number = any(${changes.map(({ licenseNumber }) => licenseNumber)}::text[])
    order by ${query.unsafe(nameOrder)}, license_number`;
  const firms = rows.map((row) => {
    const own = changes
      .filter(({ licenseNumber }) => licenseNumber === row.licenseNumber)
      .sort(standingFirst);
    return {
      foremost: own[0] ?? { kind: '' },
      news: {
        licenseNumber: row.licenseNumber,
        name: namesOf(row).name,
        standing: standingInWords(standingOf(row, momentOf(row))),
        changes: own
          .slice(0, most.changes)
          .map((change) =>
            change.kind === changesUndone
              ? takenBack(withdrawn.filter(({ licenseNumber }) => licenseNumber === row.licenseNumber))
              : wordsOfChange(change).sentence,
          ),
      },
    };
  });
  return firms.sort((one, other) => standingFirst(one.foremost, other.foremost)).map(({ news }) => news);
}

/** The headline of the license's page, with what is about to change and what speaks against the license. */
function standingInWords({ headline, inferences, changes, notes }: Standing): string {
  const isCounted = ({ counts }: Standing['notes'][number]) => counts;
  // Of what is about to change, a last day that is near is told as well.
  const warnings = [...inferences.filter(isCounted), ...changes, ...notes.filter(isCounted)].map(
    ({ words }) => words,
  );
  return warnings.length > 0 ? [`${headline}.`, ...warnings].join(' ') : headline;
}

async function takeSearchNews(
  tx: WriteTransaction,
  { userId, isWeekly }: Pick<Telling, 'userId' | 'isWeekly'>,
): Promise<SearchNews[]> {
  const { id, name, leftOut, untold, notify } = savedSearches;
  const found = await tx.orm
    .select({ id, name, leftOut, untold })
    .from(savedSearches)
    .where(
      and(
        eq(savedSearches.userId, userId),
        eq(savedSearches.subject, 'contractors'),
        ne(untold, []),
        // A new file comes once a day at most.
        inArray(notify, isWeekly ? ['AT_ONCE', 'DAILY', 'WEEKLY'] : ['AT_ONCE', 'DAILY']),
      ),
    )
    .orderBy(id)
    .for('update');
  if (found.length === 0) return [];
  await tx.orm
    .update(savedSearches)
    .set({ untold: [] })
    .where(
      inArray(
        id,
        found.map((search) => search.id),
      ),
    );
  const named = await firmNames(
    tx,
    found.flatMap((search) => search.untold.slice(0, most.results)),
  );
  return found.map((search) => ({
    name: search.name,
    leftOut: search.leftOut,
    count: search.untold.length,
    firms: search.untold
      .slice(0, most.results)
      .map((licenseNumber) => ({ licenseNumber, name: named.get(licenseNumber) ?? licenseNumber })),
  }));
}

async function firmNames({ orm }: WriteTransaction, licenses: string[]): Promise<Map<string, string>> {
  const { licenseNumber, businessName, dbaName, fullBusinessName, secondNameType } = californiaContractors;
  const rows = await orm
    .select({ licenseNumber, businessName, dbaName, fullBusinessName, secondNameType })
    .from(californiaContractors)
    .where(inArray(licenseNumber, licenses));
  return new Map(rows.map((row) => [row.licenseNumber, namesOf(row).name]));
}
