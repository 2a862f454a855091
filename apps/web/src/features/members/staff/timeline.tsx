import { timelineKinds } from '@namc/inputs/members';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../lib/api.ts';
import { byPagesUnderFilters } from '../../../lib/by-pages.ts';
import { formatInstant } from '../../../lib/formats.ts';
import { Entries } from '../../../ui/entries.tsx';
import { useMe } from '../../accounts/me.ts';
import { actorInWords, columnInWords, wordsOf } from '../../audit/staff/audit-words.ts';
import type { TimelineEntry } from './account.ts';
import type { TimelineFilter } from './filters.ts';

const tabWords = { all: 'All', event: 'Account', action: 'Staff', mail: 'Mail', change: 'Changes' } as const;
const tabClass = 'inline-flex min-h-10 items-center rounded-control border px-3 text-dense';

/** What happened to an account: all of it, or one kind. */
export function Timeline({ userId, filter }: { userId: string; filter: TimelineFilter }) {
  const me = useMe();
  const mayReadTrail = me?.permissions.includes('audit.read') ?? false;
  const list = useInfiniteQuery(
    api.members.listTimeline.infiniteQueryOptions({ userId, ...filter, limit: 25 }, byPagesUnderFilters),
  );
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  // Without the permission the database has none of these for the reader.
  const tabs = timelineKinds.filter((kind) => mayReadTrail || (kind !== 'action' && kind !== 'change'));
  return (
    <section aria-label="What happened" className="max-w-3xl space-y-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="text-h3 font-semibold">What happened</h2>
        {mayReadTrail && (
          <Link
            to="/admin/audit"
            search={{ kind: 'changes', targetUserId: userId }}
            className="py-0.5 text-dense text-link underline underline-offset-4"
          >
            From what to what it changed
          </Link>
        )}
      </div>
      <nav aria-label="Kind of entries">
        <ul className="flex flex-wrap gap-1">
          {[undefined, ...tabs].map((kind) => (
            <li key={kind ?? 'all'}>
              <Link
                to="/admin/members/$id"
                params={{ id: userId }}
                search={{ kind }}
                resetScroll={false}
                activeOptions={{ exact: true }}
                className={`${tabClass} border-divider`}
                activeProps={{ className: `${tabClass} border-link bg-info-tint font-semibold` }}
              >
                {tabWords[kind ?? 'all']}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Entries
        label="Entries"
        what="The timeline could not be loaded"
        list={list}
        isEmpty={rows.length === 0}
        empty={<p className="text-text-2">{filter.kind ? 'Nothing of this kind.' : 'Nothing yet.'}</p>}
      >
        {rows.map((entry) => (
          <li key={`${entry.kind}${entry.id}`} className="px-4 py-3">
            <p className="break-words">
              {entryInWords(entry)}
              {entry.byName && ` by ${actorInWords(entry.byName)}`}
            </p>
            <p className="text-dense break-words text-text-2">
              {formatInstant(entry.at)}
              {entry.note && ` · ${entry.note}`}
            </p>
          </li>
        ))}
      </Entries>
    </section>
  );
}

const changeWords: Record<string, string> = {
  'INSERT users': 'Account made',
  'UPDATE users': 'Changed',
  'INSERT user_roles': 'Role added',
  'UPDATE user_roles': 'Role changed',
  'DELETE user_roles': 'Role removed',
  'INSERT memberships': 'Membership added',
  'UPDATE memberships': 'Membership changed',
  'DELETE memberships': 'Membership removed',
};

function entryInWords({ kind, what, columns }: TimelineEntry): string {
  if (kind === 'mail') return `Mail: ${what}`;
  if (kind !== 'change') return wordsOf(what);
  const words = changeWords[what] ?? what;
  // Of what is new all columns are, which says nothing.
  return what.startsWith('UPDATE') ? `${words}: ${columns.map(columnInWords).join(', ')}` : words;
}
