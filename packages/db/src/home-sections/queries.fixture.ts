import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { getHomePage, getHomePicture, listHomeSections } from './queries.ts';

export async function queryRuns({
  administrator,
  member,
  find,
}: Association): Promise<Record<string, QueryRun[]>> {
  const license = await find(`
    select license_number from california_contractors
    where county is not null and region <> 'OTHER' and license_number not in (select license_number from companies where license_number is not null)
    order by license_number limit 1`);
  await find(`
    update companies set license_number = '${license}'
    where id = (select company_id from company_people where user_id = '${member.userId}' order by since limit 1) returning id`);
  const pictureId = await find(`
    insert into home_pictures (section_id, bytes, width, height, alt)
    select id, decode('ffd8ff' || repeat('00', 30), 'hex'), 8, 8, 'A roof' from home_sections where kind = 'LEAD' returning id`);
  return {
    listHomeSections: [[administrator, listHomeSections]],
    getHomePage: [[member, getHomePage]],
    getHomePicture: [[member, (tx) => getHomePicture(tx, { pictureId })]],
  };
}
