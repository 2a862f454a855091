import { z } from 'zod';
import { id, page } from './text.ts';

/** The person's own notifications, one page at a time. */
export const listNotificationsInput = page.extend({ isUnread: z.literal(true).optional() });
export type ListNotificationsInput = z.infer<typeof listNotificationsInput>;

export const markNotificationReadInput = z.object({ id });

/** The newest notification that the person has seen. Later ones stay unread. */
export const markAllNotificationsReadInput = z.object({ until: id });

/** From this number on the count is "more than 99", so it stays cheap. */
export const markNotificationsUnreadInput = z.object({ readAt: z.iso.datetime('must be a date and time') });

/** From here on it is "more than 99", so that a count stays cheap however many there are. */
export const mostUnreadCounted = 100;
