import {
  addProjectFile,
  cancelProject,
  closeBidding,
  copyProject,
  createProject,
  discardProject,
  extendBidding,
  publishProject,
  removeProjectFile,
  saveProject,
} from '@namc/db/projects/commands';
import { listProjectDates } from '@namc/db/projects/queries/dates';
import { listFits } from '@namc/db/projects/queries/fits';
import {
  browseProjects,
  countFirmsForWork,
  countProjects,
  getProject,
  listOwnProjects,
  listProjectFiles,
} from '@namc/db/projects/queries/list';
import { findProjectExtent, mapProjects } from '@namc/db/projects/queries/map';
import { listMatches } from '@namc/db/projects/queries/matches';
import { getPosting, listPostings } from '@namc/db/projects/queries/postings';
import { listPostingsInput } from '@namc/inputs/postings';
import { saveProjectInput } from '@namc/inputs/project-drafts';
import {
  browseProjectsInput,
  cancelProjectInput,
  countFirmsForWorkInput,
  createProjectInput,
  extendBiddingInput,
  getProjectInput,
  listMatchesInput,
  listProjectDatesInput,
  mapProjectsInput,
  projectFileInput,
  projectFilters,
  publishProjectInput,
} from '@namc/inputs/projects';
import { publicProcedure, router, signedInProcedure, staffProcedure } from '../trpc.ts';

// The database decides what a visitor, a member and the poster read of a project, and who changes it. Staff reach every project, by
// procedures that ask for their second step.
export const projectsRouter = router({
  browse: publicProcedure
    .input(browseProjectsInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => browseProjects(tx, input))),
  count: publicProcedure
    .input(projectFilters)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => countProjects(tx, input))),
  map: publicProcedure
    .input(mapProjectsInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => mapProjects(tx, input))),
  findExtent: publicProcedure
    .input(projectFilters)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => findProjectExtent(tx, input))),
  listDates: publicProcedure
    .input(listProjectDatesInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listProjectDates(tx, input))),
  get: publicProcedure
    .input(getProjectInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getProject(tx, input))),
  listFiles: signedInProcedure
    .input(getProjectInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listProjectFiles(tx, input))),
  listFits: signedInProcedure
    .input(getProjectInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listFits(tx, input))),
  listMatches: signedInProcedure
    .input(listMatchesInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listMatches(tx, input))),
  listOwn: signedInProcedure.query(({ ctx }) => ctx.db.read(ctx.actor, listOwnProjects)),
  countFirmsForWork: signedInProcedure
    .input(countFirmsForWorkInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => countFirmsForWork(tx, input))),
  create: signedInProcedure
    .input(createProjectInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => createProject(tx, input))),
  copy: signedInProcedure
    .input(getProjectInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => copyProject(tx, input))),
  save: signedInProcedure
    .input(saveProjectInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => saveProject(tx, input))),
  publish: signedInProcedure
    .input(publishProjectInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => publishProject(tx, input))),
  extendBidding: signedInProcedure
    .input(extendBiddingInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => extendBidding(tx, input))),
  closeBidding: signedInProcedure
    .input(getProjectInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => closeBidding(tx, input))),
  cancel: signedInProcedure
    .input(cancelProjectInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => cancelProject(tx, input))),
  discard: signedInProcedure
    .input(getProjectInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => discardProject(tx, input))),
  addFile: signedInProcedure
    .input(projectFileInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => addProjectFile(tx, input))),
  removeFile: signedInProcedure
    .input(projectFileInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => removeProjectFile(tx, input))),
  forStaff: router({
    list: staffProcedure('projects.manage')
      .input(listPostingsInput)
      .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listPostings(tx, input))),
    get: staffProcedure('projects.manage')
      .input(getProjectInput)
      .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getPosting(tx, input))),
    listFiles: staffProcedure('projects.manage')
      .input(getProjectInput)
      .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listProjectFiles(tx, input))),
    countFirmsForWork: staffProcedure('projects.manage')
      .input(countFirmsForWorkInput)
      .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => countFirmsForWork(tx, input))),
    create: staffProcedure('projects.manage')
      .input(createProjectInput)
      .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => createProject(tx, input))),
    save: staffProcedure('projects.manage')
      .input(saveProjectInput)
      .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => saveProject(tx, input))),
    publish: staffProcedure('projects.manage')
      .input(publishProjectInput)
      .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => publishProject(tx, input))),
    extendBidding: staffProcedure('projects.manage')
      .input(extendBiddingInput)
      .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => extendBidding(tx, input))),
    closeBidding: staffProcedure('projects.manage')
      .input(getProjectInput)
      .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => closeBidding(tx, input))),
    cancel: staffProcedure('projects.manage')
      .input(cancelProjectInput)
      .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => cancelProject(tx, input))),
    discard: staffProcedure('projects.manage')
      .input(getProjectInput)
      .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => discardProject(tx, input))),
    addFile: staffProcedure('projects.manage')
      .input(projectFileInput)
      .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => addProjectFile(tx, input))),
    removeFile: staffProcedure('projects.manage')
      .input(projectFileInput)
      .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => removeProjectFile(tx, input))),
  }),
});
