import { z } from 'zod';
import { id, page } from './text.ts';

/** One's own notifications, a page at a time. */
export const listNotificationsInput = page.extend({ isUnread: z.literal(true).optional() });
export type ListNotificationsInput = z.infer<typeof listNotificationsInput>;

export const markNotificationReadInput = z.object({ id });

/** The newest one that the person has seen: what came after it stays unread. */
export const markAllNotificationsReadInput = z.object({ until: id });

/** The instant at which they were all marked as read. */
export const markNotificationsUnreadInput = z.object({ readAt: z.iso.datetime('is not an instant') });

/** From here on it is "more than 99", so that a count stays cheap however many there are. */
export const mostUnreadCounted = 100;
