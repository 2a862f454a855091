import { listProjectsInput, searchProjectsInput } from '@namc/inputs/projects';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { getProject, listClosingProjects, listProjects, searchProjects } from './queries.ts';

export async function queryRuns({ member, find }: Association): Promise<Record<string, QueryRun[]>> {
  const projectId = await find(`select id from projects where status = 'BIDDING_OPEN'`);
  return {
    listProjects: [[member, (tx) => listProjects(tx, listProjectsInput.parse({}))]],
    searchProjects: [
      [member, (tx) => searchProjects(tx, searchProjectsInput.parse({}))],
      [member, (tx) => searchProjects(tx, searchProjectsInput.parse({ near: '94601', miles: 200 }))],
    ],
    listClosingProjects: [[member, (tx) => listClosingProjects(tx, { from: new Date(), limit: 20 })]],
    getProject: [[member, (tx) => getProject(tx, { projectId })]],
  };
}
