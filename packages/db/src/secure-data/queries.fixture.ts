import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { testKeys } from '../tools/testing/test-keys.ts';
import { saveSecureData } from './commands.ts';
import { findMaskedSecureData, findSecureData, findUserByTaxId } from './queries.ts';

export async function queryRuns({ db, member, system }: Association): Promise<Record<string, QueryRun[]>> {
  const { userId } = member;
  await db.write(system, (tx) => saveSecureData(tx, testKeys, { userId, taxId: '123456789' }));
  return {
    findMaskedSecureData: [[member, (tx) => findMaskedSecureData(tx, testKeys, { userId })]],
    findSecureData: [[member, (tx) => findSecureData(tx, testKeys, { userId })]],
    findUserByTaxId: [[system, (tx) => findUserByTaxId(tx, testKeys, { taxId: '123456789' })]],
  };
}
