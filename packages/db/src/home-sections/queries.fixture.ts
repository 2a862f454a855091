import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { getHomePage, getHomePicture, listHomeSections } from './queries.ts';

export async function queryRuns({
  administrator,
  member,
  find,
}: Association): Promise<Record<string, QueryRun[]>> {
  const pictureId = await find(`
    insert into home_pictures (section_id, bytes, width, height, alt)
    select id, decode('ffd8ff' || repeat('00', 30), 'hex'), 8, 8, 'A roof' from home_sections where kind = 'LEAD' returning id`);
  return {
    listHomeSections: [[administrator, listHomeSections]],
    getHomePage: [[member, getHomePage]],
    getHomePicture: [[member, (tx) => getHomePicture(tx, { pictureId })]],
  };
}
