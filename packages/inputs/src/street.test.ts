import { expect, it } from 'vitest';
import { streetWords } from './street.ts';

it.each([
  ['4970 MAIN DRIVEAPT A', '4970 MAIN DRIVE APT A'],
  ['12 SOQUEL DRIVESTE B352', '12 SOQUEL DRIVE STE B352'],
  ['5 OAK STSTE 100', '5 OAK ST STE 100'],
  ['5 OAK AVEUNIT 4, BLDG 2', '5 OAK AVE UNIT 4, BLDG 2'],
  ['9000 HIGHWAY 99SPC 12', '9000 HIGHWAY 99 SPC 12'],
  ['100 W 5THSTE 3', '100 W 5TH STE 3'],
  ['77 MAIN STREET EASTSUITE 200-A', '77 MAIN STREET EAST SUITE 200-A'],
  ['77 MAIN STREET#7', '77 MAIN STREET #7'],
  ['77 MAIN STREETPO BOX 12', '77 MAIN STREET PO BOX 12'],
  ['77 Main StApt b', '77 Main St Apt b'],
])('parts the lines of %j', (filed, shown) => {
  expect(streetWords(filed)).toBe(shown);
});

it.each([
  'PO BOX 100',
  '1 TEST WAY',
  '4970 MAIN DRIVE APT A',
  '12 COURTROOM WAY',
  '8 EASTER LANE',
  '3 WAYFARER ROAD',
  '14 STUNITED PLACE',
  '5 LAFAYETTE STREET',
  '20 CASTE LANE',
  '20 CASTE 5',
  '99 POINTE 7',
  '4 DRAPTON WAY STE 5',
])('leaves %j as it is', (filed) => {
  expect(streetWords(filed)).toBe(filed);
});
