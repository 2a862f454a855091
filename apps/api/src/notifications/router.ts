import {
  markAllNotificationsRead,
  markNotificationRead,
  markNotificationsUnread,
} from '@namc/db/notifications/commands';
import { countUnreadNotifications, listNotifications } from '@namc/db/notifications/queries';
import {
  listNotificationsInput,
  markAllNotificationsReadInput,
  markNotificationReadInput,
  markNotificationsUnreadInput,
} from '@namc/inputs/notifications';
import { router, signedInProcedure } from '../trpc.ts';

export const notificationsRouter = router({
  list: signedInProcedure
    .input(listNotificationsInput)
    .query(({ ctx, input }) =>
      ctx.db.read(ctx.actor, (tx) => listNotifications(tx, input), { oneStatement: true }),
    ),
  countUnread: signedInProcedure.query(({ ctx }) =>
    ctx.db.read(ctx.actor, countUnreadNotifications, { oneStatement: true }),
  ),
  markRead: signedInProcedure
    .input(markNotificationReadInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => markNotificationRead(tx, input))),
  markAllRead: signedInProcedure
    .input(markAllNotificationsReadInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => markAllNotificationsRead(tx, input))),
  markUnread: signedInProcedure
    .input(markNotificationsUnreadInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => markNotificationsUnread(tx, input))),
});
