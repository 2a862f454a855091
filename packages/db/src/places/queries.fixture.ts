import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import {
  checkAddress,
  findFirstPlace,
  findPlace,
  findPlaceAtEndOf,
  findWantedPlace,
  listNearestPlaces,
  suggestPlaces,
} from './queries.ts';

export async function queryRuns({ member }: Association): Promise<Record<string, QueryRun[]>> {
  return {
    findPlace: [
      [member, (tx) => findPlace(tx, '94601')],
      [member, (tx) => findPlace(tx, 'Fresno')],
      [member, (tx) => findPlace(tx, 'Alameda County')],
    ],
    findFirstPlace: [[member, (tx) => findFirstPlace(tx, ['roofer', 'Oakland'])]],
    findPlaceAtEndOf: [[member, (tx) => findPlaceAtEndOf(tx, 'roofers in Oakland')]],
    findWantedPlace: [[member, (tx) => findWantedPlace(tx, 'Reno, NV')]],
    suggestPlaces: [
      [member, (tx) => suggestPlaces(tx, { typed: 'san' })],
      [member, (tx) => suggestPlaces(tx, { typed: '946' })],
    ],
    checkAddress: [
      [member, (tx) => checkAddress(tx, { zipCode: '94601', city: 'Fresno' })],
      [member, (tx) => checkAddress(tx, { zipCode: '00000', city: '' })],
      [member, (tx) => checkAddress(tx, { zipCode: '89501', city: 'Oakland' })],
      [member, (tx) => checkAddress(tx, { zipCode: '94601', city: 'Oakland' })],
    ],
    listNearestPlaces: [
      [member, (tx) => listNearestPlaces(tx, 'Oaklnad')],
      [member, (tx) => listNearestPlaces(tx, '94600')],
    ],
  };
}
