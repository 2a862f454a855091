import { mostUnreadCounted } from '@namc/inputs/notifications';
import { type InfiniteData, useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../lib/api.ts';
import { useSingleMutation } from '../../lib/use-single-mutation.ts';
import { toast } from '../../ui/toasts.ts';
import type { NotificationItem, NotificationPage } from './notification-queries.ts';

/** Marks notifications as read in the cache before the server answers. Returns a function that reverts it. */
async function markAtOnce(
  fits: (item: NotificationItem) => boolean,
  countAfter: (count: number) => number,
): Promise<() => void> {
  await queryClient.cancelQueries(api.notifications.pathFilter());
  const before = queryClient.getQueriesData(api.notifications.pathFilter());
  const readAt = new Date().toISOString();
  const mark = (page: NotificationPage): NotificationPage => ({
    ...page,
    rows: page.rows.map((item) => (item.readAt === null && fits(item) ? { ...item, readAt } : item)),
  });
  queryClient.setQueriesData<InfiniteData<NotificationPage>>(
    api.notifications.list.infiniteQueryFilter(),
    (list) => list && { ...list, pages: list.pages.map(mark) },
  );
  queryClient.setQueriesData<NotificationPage>(
    api.notifications.list.queryFilter(),
    (page) => page && mark(page),
  );
  queryClient.setQueryData(api.notifications.countUnread.queryKey(), (count) =>
    count === undefined ? undefined : countAfter(count),
  );
  return () => {
    for (const [key, data] of before) queryClient.setQueryData(key, data);
  };
}

/** Marking all as read and its Undo share one toast. */
const about = 'marking all notifications as read';

const refresh = () => queryClient.invalidateQueries(api.notifications.pathFilter());

/** Marks one notification as read, and reverts that if the request fails. */
export function useMarkRead() {
  return useSingleMutation(
    api.notifications.markRead.mutationOptions({
      onMutate: ({ id }) =>
        markAtOnce(
          (item) => item.id === id,
          // The count stops at this number, so the real one is unknown.
          (count) => (count < mostUnreadCounted ? Math.max(0, count - 1) : count),
        ),
      onError: (_error, _input, undo) => {
        undo?.();
        toast('Couldn’t save that: the notification is still unread.', { kind: 'failed' });
      },
      onSettled: refresh,
    }),
  );
}

/** Marks all notifications up to the newest on the screen as read, offers Undo, and reverts if the request fails. */
export function useMarkAllRead() {
  const markUnread = useMutation(
    api.notifications.markUnread.mutationOptions({
      onError: () =>
        toast('Couldn’t undo that: the notifications are still marked as read.', { kind: 'failed', about }),
      onSettled: refresh,
    }),
  );
  return useSingleMutation(
    api.notifications.markAllRead.mutationOptions({
      onMutate: () =>
        markAtOnce(
          () => true,
          () => 0,
        ),
      onSuccess: ({ readAt }) =>
        toast('All notifications marked as read.', { about, undo: () => markUnread.mutate({ readAt }) }),
      onError: (_error, _input, undo) => undo?.(),
      onSettled: refresh,
    }),
  );
}
