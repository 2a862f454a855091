import type { ProjectStatus, projectCategories } from '@namc/inputs/projects';

/**
 * Projects. `owner` and the bidders are last names of the people; `due` is days from now; money is in dollars.
 */
export interface DemoProject {
  title: string;
  owner: string;
  category: (typeof projectCategories)[number];
  status: ProjectStatus;
  budget: [number, number];
  due: number;
  skills: string[];
  zipCode: string;
  description: string;
  /** Bids in dollars; the first bid on an awarded project wins. */
  bids?: [bidder: string, dollars: number, message: string][];
}

export const projects: DemoProject[] = [
  {
    title: 'Seismic retrofit of an elementary school gym',
    owner: 'Bell',
    category: 'PUBLIC_WORKS',
    status: 'BIDDING_OPEN',
    budget: [850_000, 1_200_000],
    due: 21,
    skills: ['B', 'C-51', 'structural-engineering'],
    zipCode: '94621',
    description:
      'Steel frames and new roof ties for a 1957 gym. Work between June and August only; the site is fenced by others. Drawings are approved by the state. Certified payroll is required.',
    bids: [
      [
        'Vang',
        412_000,
        'Steel package only: fabrication in March, erection in June. Shop drawings within three weeks.',
      ],
      [
        'Sato',
        1_090_000,
        'We would lead as prime and bring our steel erector. Two school gyms in the last four years.',
      ],
      ['Adeyemi', 96_000, 'Special inspection and engineer’s support during construction.'],
    ],
  },
  {
    title: 'Tenant improvement for a community health clinic',
    owner: 'Okafor',
    category: 'TENANT_IMPROVEMENT',
    status: 'BIDDING_OPEN',
    budget: [320_000, 420_000],
    due: 12,
    skills: ['B', 'C-20', 'C-9'],
    zipCode: '94607',
    description:
      'Eight exam rooms, a small lab and new air handling on the second floor. The first floor stays open. Noisy work before nine in the morning.',
    bids: [
      ['Petrossian', 398_000, 'We did the clinic next door and know the freight elevator well.'],
      ['Ibarra', 74_000, 'Framing and drywall. Two crews, four weeks.'],
      ['Reyes', 61_500, 'Electrical including panel and nurse call.'],
    ],
  },
  {
    title: 'Water main replacement, four blocks',
    owner: 'Haddad',
    category: 'INFRASTRUCTURE',
    status: 'BIDDING_OPEN',
    budget: [1_400_000, 1_900_000],
    due: 34,
    skills: ['A', 'C-34', 'traffic-control'],
    zipCode: '95205',
    description:
      '2,100 feet of 8-inch ductile iron with services to 46 lots. Night work at two crossings. Traffic control plans are part of the bid.',
    bids: [
      ['Salinas', 240_000, 'Trench patching and paving, with our own plates and striping.'],
      ['Ortega', 1_610_000, 'Prime bid. Our crew has laid six miles of main in the last three years.'],
    ],
  },
  {
    title: 'Rooftop solar on a branch library',
    owner: 'Menon',
    category: 'PUBLIC_WORKS',
    status: 'BIDDING_OPEN',
    budget: [210_000, 260_000],
    due: 9,
    skills: ['C-46', 'C-39', 'C-10'],
    zipCode: '93706',
    description:
      '86 kW on a low-slope roof that needs patching first. The library opens at ten and asks for quiet after that. Interconnection is applied for.',
    bids: [
      ['Villalobos', 38_000, 'Roof repair and flashing of all penetrations.'],
      ['Reyes', 88_000, 'Electrical from the combiner to the switchboard.'],
    ],
  },
  {
    title: 'Parking lot and bioswales for a grocery',
    owner: 'Salinas',
    category: 'COMMERCIAL',
    status: 'BIDDING_OPEN',
    budget: [480_000, 560_000],
    due: 17,
    skills: ['C-12', 'C-27', 'C-32'],
    zipCode: '93727',
    description:
      'Regrade 90 stalls, add bioswales and trees, restripe. The store stays open, half the lot at a time.',
    bids: [['Nakamura', 131_000, 'Planting and irrigation with a year of maintenance.']],
  },
  {
    title: 'EV charging at a transit yard, phase one',
    owner: 'Reyes',
    category: 'INFRASTRUCTURE',
    status: 'BIDDING_OPEN',
    budget: [700_000, 950_000],
    due: 40,
    skills: ['C-10', 'ev-charging', 'A'],
    zipCode: '94603',
    description:
      'Conduit, pads and switchgear for twenty bus chargers. Chargers are supplied by the owner. Buses leave at four in the morning and are back at seven in the evening.',
  },
  {
    title: 'Kitchen remodels, 24 apartments',
    owner: 'Petrossian',
    category: 'RESIDENTIAL',
    status: 'BIDDING_OPEN',
    budget: [620_000, 700_000],
    due: 26,
    skills: ['B-2', 'C-6', 'C-54', 'C-36'],
    zipCode: '94102',
    description:
      'Occupied building: one stack of kitchens a week, water off for six hours at most. Cabinets are chosen and on order.',
    bids: [
      ['Moana', 52_000, 'Backsplashes and floors, all 24.'],
      ['Cruz', 33_500, 'Paint, with low-odor products.'],
    ],
  },
  {
    title: 'Fire sprinkler upgrade in a warehouse',
    owner: 'Hayes',
    category: 'INDUSTRIAL',
    status: 'BIDDING_OPEN',
    budget: [190_000, 240_000],
    due: 6,
    skills: ['C-16', 'C-36'],
    zipCode: '95825',
    description:
      'New heads and risers for high-piled storage in 60,000 square feet. The fire marshal wants to walk it in two weeks.',
  },
  {
    title: 'Playground and accessible paths in a city park',
    owner: 'Nakamura',
    category: 'PUBLIC_WORKS',
    status: 'PUBLISHED',
    budget: [380_000, 450_000],
    due: 55,
    skills: ['C-27', 'C-8'],
    zipCode: '95816',
    description:
      'Concrete paths, rubber surfacing and planting around a play structure that the city buys. Bidding opens after the council’s vote.',
  },
  {
    title: 'Bridge rail repair on a county road',
    owner: 'Vang',
    category: 'INFRASTRUCTURE',
    status: 'PUBLISHED',
    budget: [150_000, 210_000],
    due: 60,
    skills: ['A', 'C-51', 'C-33'],
    zipCode: '95603',
    description:
      'Replace 140 feet of rail hit by trucks, prime and paint. One lane stays open with flaggers.',
  },
  {
    title: 'Office conversion to a charter school',
    owner: 'Sato',
    category: 'TENANT_IMPROVEMENT',
    status: 'CLOSED',
    budget: [1_100_000, 1_450_000],
    due: -5,
    skills: ['B', 'C-10', 'C-20', 'C-16'],
    zipCode: '94710',
    description:
      'Fourteen classrooms in 22,000 square feet of former offices. Separate bids by trade are welcome.',
    bids: [
      ['Reyes', 187_000, 'Electrical and low voltage, with a partner for data.'],
      ['Okafor', 264_000, 'Mechanical with rooftop units that fit the old curbs.'],
      ['Hayes', 98_000, 'Sprinklers and alarm.'],
      ['Ibarra', 143_000, 'Framing and drywall.'],
    ],
  },
  {
    title: 'Reroofing of a middle school, three buildings',
    owner: 'Villalobos',
    category: 'PUBLIC_WORKS',
    status: 'CLOSED',
    budget: [540_000, 610_000],
    due: -2,
    skills: ['C-39', 'C-43'],
    zipCode: '95354',
    description: 'Tear-off and single-ply over cover board, during the winter break and spring break.',
    bids: [['Coleman', 66_000, 'Tear-off, hauling and recycling.']],
  },
  {
    title: 'Lobby renovation of a union hall',
    owner: 'Bell',
    category: 'COMMERCIAL',
    status: 'AWARDED',
    budget: [140_000, 180_000],
    due: -48,
    skills: ['B', 'C-54', 'C-17'],
    zipCode: '94612',
    description:
      'New storefront, terrazzo repair and lighting in a lobby that has seen sixty years of meetings.',
    bids: [
      ['Moana', 41_000, 'Terrazzo patched and polished; I will match the aggregate.'],
      ['Chow', 58_000, 'Storefront in bronze to match.'],
      ['Cruz', 12_500, 'Paint and gold leaf for the lettering.'],
    ],
  },
  {
    title: 'Well and pump for a packing house',
    owner: 'Ortega',
    category: 'INDUSTRIAL',
    status: 'AWARDED',
    budget: [230_000, 300_000],
    due: -80,
    skills: ['C-57', 'C-36'],
    zipCode: '93277',
    description: 'A 600-foot well with a 75-horsepower pump and a pressure tank.',
    bids: [['Quintero', 248_000, 'Rig is free in three weeks. Test pumping included.']],
  },
  {
    title: 'Abatement and demolition of a motel',
    owner: 'Coleman',
    category: 'COMMERCIAL',
    status: 'AWARDED',
    budget: [310_000, 390_000],
    due: -32,
    skills: ['C-21', 'C-22'],
    zipCode: '95122',
    description: 'Two-story motel from 1962 makes room for housing. Survey reports are attached.',
    bids: [['Jackson', 84_000, 'Hauling, six trucks a day.']],
  },
  {
    title: 'Storefront repairs after a burst pipe',
    owner: 'Chow',
    category: 'COMMERCIAL',
    status: 'CANCELLED',
    budget: [25_000, 40_000],
    due: -15,
    skills: ['C-17', 'C-9'],
    zipCode: '94103',
    description: 'The insurer chose its own contractor.',
  },
  {
    title: 'Backyard cottages, a first group of five',
    owner: 'Sandhu',
    category: 'RESIDENTIAL',
    status: 'DRAFT',
    budget: [900_000, 1_250_000],
    due: 70,
    skills: ['B', 'C-5', 'C-36', 'C-10'],
    zipCode: '95993',
    description:
      'Five cottages of 600 square feet from one set of plans. Still waiting for the city’s comments.',
  },
  {
    title: 'Brick repointing of a fire station',
    owner: 'Franklin',
    category: 'PUBLIC_WORKS',
    status: 'DRAFT',
    budget: [60_000, 85_000],
    due: 45,
    skills: ['C-29'],
    zipCode: '95811',
    description: 'Two elevations with soft lime mortar; the station stays in service.',
  },
];
