import { markAnnouncementRead } from '@namc/db/announcements/commands';
import { listAnnouncements } from '@namc/db/announcements/queries';
import { listAnnouncementsInput, markAnnouncementReadInput } from '@namc/inputs/announcements';
import { router, signedInProcedure } from '../trpc.ts';

export const announcementsRouter = router({
  list: signedInProcedure
    .input(listAnnouncementsInput)
    .query(({ ctx, input }) =>
      ctx.db.read(ctx.actor, (tx) => listAnnouncements(tx, input), { oneStatement: true }),
    ),
  markRead: signedInProcedure
    .input(markAnnouncementReadInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => markAnnouncementRead(tx, input))),
});
