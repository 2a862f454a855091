import { mostUnreadCounted } from '@namc/inputs/notifications';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api, queryClient, statusOf } from '../../lib/api.ts';
import { plural } from '../../lib/formats.ts';
import { useAnnounce } from '../../ui/announcer.tsx';
import { unreadCountQuery } from './notification-queries.ts';

const pollMs = 60_000;

/** The number of unread notifications. Undefined while loading. */
export const useUnreadCount = () => useQuery(unreadCountQuery()).data;

/** Refreshes the unread count while the page is visible, and announces changes. Use it once per page. */
export function useWatchedUnreadCount(): void {
  const announce = useAnnounce();
  const { data: count } = useQuery({
    ...unreadCountQuery(),
    // Stop asking once this session has been ended elsewhere.
    refetchInterval: ({ state }) => (statusOf(state.error) === 401 ? false : pollMs),
    refetchOnWindowFocus: 'always',
  });
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
export const unreadBadge = (count: number) =>
  count < mostUnreadCounted ? String(count) : `${mostUnreadCounted - 1}+`;
