import { skipToken, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { api } from '../../../lib/api.ts';
import { formatDay } from '../../../lib/formats.ts';
import { useMe } from '../../accounts/me.ts';
import { tableInWords, wordsOf } from './audit-words.ts';
import type { AuditFilters } from './filters.ts';

/** What narrows the trail, in words, each part of it removable. */
export function TrailChips({ filters }: { filters: AuditFilters }) {
  const { kind, userId, targetUserId, action, tableName, rowId, from, to, requestId } = filters;
  const chips: [key: string, words: ReactNode, without: Partial<AuditFilters>][] = [];
  const add = (key: string, words: ReactNode, without: Partial<AuditFilters>) =>
    chips.push([key, words, without]);
  if (userId) add('who', <Person userId={userId} before="By" />, { userId: undefined });
  if (targetUserId) add('whom', <Person userId={targetUserId} before="About" />, { targetUserId: undefined });
  if (action) add('action', wordsOf(action), { action: undefined });
  if (tableName) add('table', tableInWords(tableName), { tableName: undefined });
  if (rowId) add('row', `Row ${rowId}`, { rowId: undefined });
  if (from) add('from', `From ${formatDay(from)}`, { from: undefined });
  if (to) add('to', `To ${formatDay(to)}`, { to: undefined });
  if (requestId) add('request', `Request ${requestId}`, { requestId: undefined, at: undefined });
  if (chips.length === 0) return null;
  return (
    <ul aria-label="Filters in use" className="flex flex-wrap items-center gap-2">
      {chips.map(([key, words, without]) => (
        <li key={key}>
          <Link
            to="/admin/audit"
            search={{ ...filters, ...without }}
            className="inline-flex min-h-11 items-center gap-1.5 rounded-full border border-divider bg-info-tint px-3 py-1 text-dense break-all text-text hover:border-control lg:min-h-8"
          >
            <span className="sr-only">Remove filter: </span>
            {words}
            <X aria-hidden className="size-3.5 shrink-0" />
          </Link>
        </li>
      ))}
      <li>
        <Link
          to="/admin/audit"
          search={{ kind }}
          className="inline-flex min-h-11 items-center px-2 text-dense font-semibold text-link underline-offset-4 hover:underline lg:min-h-8"
        >
          Clear all
        </Link>
      </li>
    </ul>
  );
}

/** By name for those who may see members. */
function Person({ userId, before }: { userId: string; before: string }) {
  const me = useMe();
  const maySee = me?.permissions.includes('members.read') ?? false;
  const { data } = useQuery(api.members.get.queryOptions(maySee ? { userId } : skipToken));
  return (
    <>
      {before} {data ? `${data.firstName} ${data.lastName}` : userId}
    </>
  );
}
