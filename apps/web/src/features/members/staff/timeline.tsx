import { actorInWords, columnInWords, wordsOf } from '@namc/inputs/audit-words';
import { timelineKinds } from '@namc/inputs/member-lists';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../lib/api.ts';
import { filteredPageOptions } from '../../../lib/page-options.ts';
import { Entries } from '../../../ui/entries.tsx';
import { momentInList } from '../../../ui/short-times.ts';
import { Tab, Tabs } from '../../../ui/tabs.tsx';
import { useMe } from '../../accounts/me.ts';
import type { TimelineEntry } from './account.ts';
import type { TimelineFilter } from './filters.ts';

const tabWords = { all: 'All', event: 'Account', action: 'Staff', mail: 'Email', change: 'Changes' } as const;

/** The history of an account, optionally of one kind. */
export function Timeline({ userId, filter }: { userId: string; filter: TimelineFilter }) {
  const me = useMe();
  const mayReadLog = me?.permissions.includes('audit.read') ?? false;
  const list = useInfiniteQuery(
    api.members.listTimeline.infiniteQueryOptions({ userId, ...filter, limit: 25 }, filteredPageOptions),
  );
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  // Without the permission, the database returns no such entries.
  const tabs = timelineKinds.filter((kind) => mayReadLog || (kind !== 'action' && kind !== 'change'));
  return (
    <section aria-label="Account history" className="max-w-3xl space-y-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="text-h3 font-semibold">Account history</h2>
        {mayReadLog && (
          <Link
            to="/admin/audit"
            search={{ kind: 'changes', targetUserId: userId }}
            className="py-0.5 text-dense text-link underline underline-offset-4"
          >
            See what changed
          </Link>
        )}
      </div>
      <Tabs label="Kind of entries">
        {[undefined, ...tabs].map((kind) => (
          <Tab
            key={kind ?? 'all'}
            to="/admin/members/$id"
            params={{ id: userId }}
            search={{ kind }}
            resetScroll={false}
            activeOptions={{ exact: true }}
          >
            {tabWords[kind ?? 'all']}
          </Tab>
        ))}
      </Tabs>
      <Entries
        label="Entries"
        what="Couldn’t load the history"
        list={list}
        isEmpty={rows.length === 0}
        empty={<p className="text-text-2">{filter.kind ? 'No entries of this kind.' : 'No history yet.'}</p>}
      >
        {rows.map((entry) => (
          <li key={`${entry.kind}${entry.id}`} className="px-4 py-3">
            <p className="break-words">
              {entryInWords(entry)}
              {entry.byName && ` by ${actorInWords(entry.byName)}`}
            </p>
            <p className="text-dense break-words text-text-2">
              <time {...momentInList(entry.at)} />
              {entry.note && ` · ${entry.note}`}
            </p>
          </li>
        ))}
      </Entries>
    </section>
  );
}

const changeWords: Record<string, string> = {
  'INSERT users': 'Account created',
  'UPDATE users': 'Changed',
  'INSERT user_roles': 'Role added',
  'UPDATE user_roles': 'Role changed',
  'DELETE user_roles': 'Role removed',
  'INSERT memberships': 'Membership added',
  'UPDATE memberships': 'Membership changed',
  'DELETE memberships': 'Membership removed',
};

function entryInWords({ kind, what, columns }: TimelineEntry): string {
  if (kind === 'mail') return `Email: ${what}`;
  if (kind !== 'change') return wordsOf(what);
  const words = changeWords[what] ?? what;
  // A new row changes every column, so the list would say nothing.
  return what.startsWith('UPDATE') ? `${words}: ${columns.map(columnInWords).join(', ')}` : words;
}
