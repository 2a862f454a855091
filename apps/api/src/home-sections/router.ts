import {
  addHomeSection,
  changeHomeSection,
  moveHomeSection,
  removeHomePicture,
  removeHomeSection,
  showHomeSection,
} from '@namc/db/home-sections/commands';
import { getHomePage, listHomeSections } from '@namc/db/home-sections/queries';
import {
  addHomeSectionInput,
  changeHomeSectionInput,
  moveHomeSectionInput,
  removeHomePictureInput,
  removeHomeSectionInput,
  showHomeSectionInput,
} from '@namc/inputs/home-sections';
import { publicProcedure, router, staffProcedure } from '../trpc.ts';

export const homeSectionsRouter = router({
  getPage: publicProcedure.query(({ ctx }) => ctx.db.read(ctx.actor, getHomePage)),
  list: staffProcedure('home_sections.manage').query(({ ctx }) => ctx.db.read(ctx.actor, listHomeSections)),
  add: staffProcedure('home_sections.manage')
    .input(addHomeSectionInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => addHomeSection(tx, input))),
  change: staffProcedure('home_sections.manage')
    .input(changeHomeSectionInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => changeHomeSection(tx, input))),
  show: staffProcedure('home_sections.manage')
    .input(showHomeSectionInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => showHomeSection(tx, input))),
  move: staffProcedure('home_sections.manage')
    .input(moveHomeSectionInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => moveHomeSection(tx, input))),
  remove: staffProcedure('home_sections.manage')
    .input(removeHomeSectionInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => removeHomeSection(tx, input))),
  removePicture: staffProcedure('home_sections.manage')
    .input(removeHomePictureInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => removeHomePicture(tx, input))),
});
