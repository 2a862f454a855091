import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { addressSetting, contactSetting, getAddressSetting, getAssociationContact } from './queries.ts';

export async function queryRuns({
  administrator,
  find,
  runNow,
}: Association): Promise<Record<string, QueryRun[]>> {
  await runNow('getAddressSetting', [administrator, getAddressSetting]);
  // The invented association can be reached. Another cannot until its staff say where.
  await find(
    `with gone as (delete from portal_settings where name = '${contactSetting}') select 'gone' as name`,
  );
  await runNow('getAssociationContact', [administrator, getAssociationContact]);
  await find(`
    insert into portal_settings (name, value, updated_by)
    select '${addressSetting}', 'true', id from users where id = '${administrator.userId}' returning name`);
  await find(`
    insert into portal_settings (name, value, updated_by)
    select '${contactSetting}', '{"address": "1 Sample Street", "phone": "+15105550100", "email": "office@example.org"}', id
    from users where id = '${administrator.userId}' returning name`);
  return {
    getAddressSetting: [[administrator, getAddressSetting]],
    getAssociationContact: [[administrator, getAssociationContact]],
  };
}
