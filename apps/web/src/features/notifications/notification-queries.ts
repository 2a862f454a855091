import type { inferOutput } from '@trpc/tanstack-react-query';
import { api } from '../../lib/api.ts';
import { pageOptions } from '../../lib/page-options.ts';

export type NotificationPage = inferOutput<typeof api.notifications.list>;
export type NotificationItem = NotificationPage['rows'][number];

export const unreadCountQuery = () =>
  api.notifications.countUnread.queryOptions(undefined, { staleTime: 30_000 });

export const notificationsQuery = () => api.notifications.list.infiniteQueryOptions({}, pageOptions);

export const newNotificationsQuery = () =>
  api.notifications.list.queryOptions({ isUnread: true, limit: 5 }, { staleTime: 0 });
