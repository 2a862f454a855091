import type { ContractorSample } from '@namc/db/contractors/factory';

/** The date of the board's file that these invented contractors come from. */
export const snapshotDate = '2026-02-12';

const oakland: [number, number] = [-122.2711, 37.8044];
const berkeley: [number, number] = [-122.2727, 37.8716];
const losAngeles: [number, number] = [-118.2437, 34.0522];

/** One contractor of each standing. No other contractor shares the words in their names. */
export const harborLight = {
  licenseNumber: '700001',
  businessName: 'HARBOR LIGHT ELECTRIC INC',
  dbaName: 'LANTERN WORKS',
  classifications: ['C-10', 'B'],
  expirationDate: '2031-03-31',
  isNamcMember: true,
  location: oakland,
} satisfies ContractorSample;

export const quartzCanyon = {
  licenseNumber: '700002',
  businessName: 'QUARTZ CANYON ROOFING',
  classifications: ['C-39'],
  primaryStatus: 'Work Comp Susp',
  location: berkeley,
  city: 'BERKELEY',
} satisfies ContractorSample;

export const tuleFog = {
  licenseNumber: '700003',
  businessName: 'TULE FOG PLUMBING',
  classifications: ['C-36'],
  expirationDate: '2099-12-31',
  contractorBondEffectiveDate: '2020-01-01',
  contractorBondCancellationDate: '2099-12-09',
  location: losAngeles,
  city: 'LOS ANGELES',
  county: 'Los Angeles',
  region: 'SOUTH',
} satisfies ContractorSample;

export const pastDue = {
  licenseNumber: '700004',
  businessName: 'YESTERYEAR PAINTING',
  businessType: 'Sole Owner',
  classifications: ['C-33'],
  expirationDate: '2020-04-30',
} satisfies ContractorSample;

export const vanished = {
  licenseNumber: '700005',
  businessName: 'VANISHED FENCING',
  classifications: ['C-13'],
  goneAt: new Date('2025-10-01T19:00:00Z'),
} satisfies ContractorSample;

export const willowCreek = {
  licenseNumber: '700006',
  businessName: 'WILLOW CREEK TILE LLC',
  businessType: 'Limited Liability',
  classifications: ['C-54', 'C-8'],
  secondaryStatus: 'WC Susp Pending| 7073E Probation',
  pendingClassRemoval: '12/20/2099',
  classDepartures: ['C-54 2099-12-10'],
  workersCompCoverageType: 'Exempt',
  workerBondEffectiveDate: '2025-01-02',
  workerBondCancellationDate: '2099-12-20',
  expirationDate: '2099-12-31',
} satisfies ContractorSample;

/** The names as the pages show them. */
export const shown = {
  harborLight: 'Harbor Light Electric Inc.',
  harborLightTrade: 'Lantern Works',
  quartzCanyon: 'Quartz Canyon Roofing',
  tuleFog: 'Tule Fog Plumbing',
  pastDue: 'Yesteryear Painting',
  vanished: 'Vanished Fencing',
  willowCreek: 'Willow Creek Tile LLC',
};

const electricians: ContractorSample[] = [
  { licenseNumber: '710001', businessName: 'MERIDIAN ELECTRIC', location: oakland },
  { licenseNumber: '710002', businessName: 'PELICAN ELECTRIC COMPANY', location: berkeley, city: 'BERKELEY' },
  {
    licenseNumber: '710003',
    businessName: 'ORANGE GROVE ELECTRIC',
    location: losAngeles,
    city: 'LOS ANGELES',
    county: 'Los Angeles',
    region: 'SOUTH' as const,
  },
].map((sample) => ({ ...sample, classifications: ['C-10'] }));

/** The electricians within a few miles of the center of Oakland, the nearest first. */
export const electriciansNearOakland = [shown.harborLight, 'Meridian Electric', 'Pelican Electric Company'];

export const builderCount = 120;

/** More than two pages of builders around Sacramento, each at its own point. */
const builders: ContractorSample[] = Array.from({ length: builderCount }, (_, number) => ({
  licenseNumber: String(720_000 + number),
  businessName: `GRANITE BEND BUILDERS ${String(number).padStart(3, '0')}`,
  classifications: ['B'],
  city: 'SACRAMENTO',
  county: 'Sacramento',
  isNamcMember: number % 10 === 0,
  location: [-121.49 + (number % 12) * 0.02, 38.58 + Math.floor(number / 12) * 0.02],
}));

/** A builder who is a member. No applicant names this license, so it stays a member's whatever staff decide. */
export const licenseOfMember = { licenseNumber: '720000', name: 'Granite Bend Builders 000' };

/** More landscapers than the portal counts exactly. */
const landscapers: ContractorSample[] = Array.from({ length: 1200 }, (_, number) => ({
  licenseNumber: String(730_000 + number),
  businessName: `CEDAR MILL LANDSCAPE ${String(number).padStart(4, '0')}`,
  classifications: ['C-27'],
  city: 'FRESNO',
  county: 'Fresno',
  location: [-119.8 + (number % 40) * 0.01, 36.7 + Math.floor(number / 40) * 0.01],
}));

export const masonCount = 7;

/** Masons in one ZIP code, more than a card of the map shows at once. */
const masons: ContractorSample[] = Array.from({ length: masonCount }, (_, number) => ({
  licenseNumber: String(740_000 + number),
  businessName: `TIDEWATER MASONRY ${number + 1}`,
  classifications: ['C-29'],
  city: 'EUREKA',
  zipCode: '95501',
  county: 'Humboldt',
  location: [-124.1637, 40.8021],
}));

export const contractors: ContractorSample[] = [
  harborLight,
  quartzCanyon,
  tuleFog,
  pastDue,
  vanished,
  willowCreek,
  ...electricians,
  ...builders,
  ...landscapers,
  ...masons,
];
