import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { findPlace, findWantedPlace } from './queries.ts';

export async function queryRuns({ member }: Association): Promise<Record<string, QueryRun[]>> {
  return {
    findPlace: [
      [member, (tx) => findPlace(tx, '94601')],
      [member, (tx) => findPlace(tx, 'Fresno')],
    ],
    findWantedPlace: [[member, (tx) => findWantedPlace(tx, 'Reno, NV')]],
  };
}
