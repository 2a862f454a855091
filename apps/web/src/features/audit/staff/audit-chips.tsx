import { wordsOf } from '@namc/inputs/audit-words';
import { tableInWords } from '@namc/inputs/audited-tables';
import { dayWords } from '@namc/inputs/day-words';
import { skipToken, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { api } from '../../../lib/api.ts';
import { Chips, ChipWords, chipClass, clearClass } from '../../../ui/chips.tsx';
import { useMe } from '../../accounts/me.ts';
import type { AuditFilters } from './filters.ts';

/** The filters of the audit trail, each removable. */
export function AuditChips({ filters }: { filters: AuditFilters }) {
  const { kind, userId, targetUserId, action, tableName, rowId, from, to, requestId } = filters;
  const chips: [key: string, words: ReactNode, without: Partial<AuditFilters>][] = [];
  const add = (key: string, words: ReactNode, without: Partial<AuditFilters>) =>
    chips.push([key, words, without]);
  if (userId) add('who', <Person userId={userId} before="By" />, { userId: undefined });
  if (targetUserId) add('whom', <Person userId={targetUserId} before="About" />, { targetUserId: undefined });
  if (action) add('action', wordsOf(action), { action: undefined });
  if (tableName) add('table', tableInWords(tableName), { tableName: undefined });
  if (rowId) add('row', `Record ${rowId}`, { rowId: undefined });
  if (from) add('from', `From ${dayWords(from)}`, { from: undefined });
  if (to) add('to', `To ${dayWords(to)}`, { to: undefined });
  if (requestId) add('request', `Request ${requestId}`, { requestId: undefined, at: undefined });
  if (chips.length === 0) return null;
  return (
    <Chips
      label="Filters in use"
      clear={
        <Link to="/admin/audit" search={{ kind }} className={clearClass}>
          Clear all
        </Link>
      }
    >
      {chips.map(([key, words, without]) => (
        <li key={key}>
          <Link to="/admin/audit" search={{ ...filters, ...without }} className={chipClass}>
            <ChipWords>{words}</ChipWords>
          </Link>
        </li>
      ))}
    </Chips>
  );
}

/** Shows the name to readers who may see members, and the id to others. */
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
