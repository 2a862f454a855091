import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { addressSetting, getAddressSetting } from './queries.ts';

export async function queryRuns({
  administrator,
  find,
  runNow,
}: Association): Promise<Record<string, QueryRun[]>> {
  await runNow('getAddressSetting', [administrator, getAddressSetting]);
  await find(`
    insert into portal_settings (name, value, updated_by)
    select '${addressSetting}', 'true', id from users where id = '${administrator.userId}' returning name`);
  return { getAddressSetting: [[administrator, getAddressSetting]] };
}
