import { z } from 'zod/mini';
import { id, instant, page } from './text.ts';

/** The person's own notifications, one page at a time. */
export const listNotificationsInput = z.extend(page, { isUnread: z.optional(z.literal(true)) });
export type ListNotificationsInput = z.infer<typeof listNotificationsInput>;

export const markNotificationReadInput = z.object({ id });

/** The newest notification that the person has seen. Later ones stay unread. */
export const markAllNotificationsReadInput = z.object({ until: id });

/** The instant at which they were marked as read together. */
export const markNotificationsUnreadInput = z.object({ readAt: instant });

/** From here on it is "more than 99", so that a count stays cheap however many there are. */
export const mostUnreadCounted = 100;
