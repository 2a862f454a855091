import { mostUnreadCounted } from '@namc/inputs/notifications';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api, queryClient } from '../../lib/api.ts';
import { plural } from '../../lib/formats.ts';
import { useAnnounce } from '../../ui/announcer.tsx';
import { unreadCountQuery } from './notification-queries.ts';

/** The number of unread notifications. Undefined while loading. */
export const useUnreadCount = () => useQuery(unreadCountQuery()).data;

/** Announces changes of the unread count. Use it once per page. */
export function useWatchedUnreadCount(): void {
  const announce = useAnnounce();
  const { data: count } = useQuery(unreadCountQuery());
  const known = useRef(count);
  useEffect(() => {
    const before = known.current;
    known.current = count;
    if (count === undefined || before === undefined || count === before) return;
    announce(`${count === 0 ? 'No' : inWords(count)} unread ${plural(count, 'notification')}`);
    // New notifications are not in the lists yet.
    if (count > before) void queryClient.invalidateQueries(api.notifications.list.pathFilter());
  }, [count, announce]);
}

const inWords = (count: number) =>
  count < mostUnreadCounted ? String(count) : `More than ${mostUnreadCounted - 1}`;

/** The count in as few characters as fit beside a bell. */
const unreadBadge = (count: number) =>
  count < mostUnreadCounted ? String(count) : `${mostUnreadCounted - 1}+`;

/** The unread count inside a link to the notifications. */
export function UnreadBadge({ className }: { className: string }) {
  const count = useUnreadCount();
  if (!count) return null;
  return (
    <span
      className={`min-w-5 rounded-card bg-brand px-1.5 text-center text-meta leading-5 font-semibold text-on-brand tabular-nums ${className}`}
    >
      {unreadBadge(count)}
      <span className="sr-only"> unread</span>
    </span>
  );
}

/** The same, which announces changes too. */
export function WatchedUnreadBadge({ className }: { className: string }) {
  useWatchedUnreadCount();
  return <UnreadBadge className={className} />;
}
