/** People's names for Californian cities and counties, beside those that the lists have. */
export const cityNames: Record<string, string> = {
  SF: 'San Francisco',
  'San Fran': 'San Francisco',
  Frisco: 'San Francisco',
  LA: 'Los Angeles',
  DTLA: 'Los Angeles',
  'Downtown LA': 'Los Angeles',
  SJ: 'San Jose',
  SD: 'San Diego',
  Sac: 'Sacramento',
  Sacto: 'Sacramento',
  'West Sac': 'West Sacramento',
  SLO: 'San Luis Obispo',
  SSF: 'South San Francisco',
  'South City': 'South San Francisco',
  RWC: 'Redwood City',
  WeHo: 'West Hollywood',
  NoHo: 'North Hollywood',
  LB: 'Long Beach',
  HB: 'Huntington Beach',
  RSM: 'Rancho Santa Margarita',
  'San Buenaventura': 'Ventura',
  'Mt View': 'Mountain View',
  'La Canada': 'La Canada Flintridge',
  'Lake Tahoe': 'South Lake Tahoe',
  Tahoe: 'South Lake Tahoe',
  'El Paso de Robles': 'Paso Robles',
  Paso: 'Paso Robles',
  'San Berdoo': 'San Bernardino',
  'Pt Hueneme': 'Port Hueneme',
  'Pt Costa': 'Port Costa',
  'Pt Reyes': 'Point Reyes Station',
};

export const countyNames: Record<string, string> = {
  OC: 'Orange',
  'The OC': 'Orange',
  CoCo: 'Contra Costa',
  'SF County': 'San Francisco',
  'City and County of San Francisco': 'San Francisco',
  'LA County': 'Los Angeles',
  'SD County': 'San Diego',
  'Sac County': 'Sacramento',
  'SLO County': 'San Luis Obispo',
  'SJ County': 'San Joaquin',
  'SM County': 'San Mateo',
  'CoCo County': 'Contra Costa',
  'CC County': 'Contra Costa',
  'OC County': 'Orange',
  'San Berdoo County': 'San Bernardino',
};

const states =
  'AL Alabama, AK Alaska, AZ Arizona, AR Arkansas, CA California, CO Colorado, CT Connecticut, DE Delaware, ' +
  'DC District of Columbia, FL Florida, GA Georgia, HI Hawaii, ID Idaho, IL Illinois, IN Indiana, IA Iowa, KS Kansas, ' +
  'KY Kentucky, LA Louisiana, ME Maine, MD Maryland, MA Massachusetts, MI Michigan, MN Minnesota, MS Mississippi, ' +
  'MO Missouri, MT Montana, NE Nebraska, NV Nevada, NH New Hampshire, NJ New Jersey, NM New Mexico, NY New York, ' +
  'NC North Carolina, ND North Dakota, OH Ohio, OK Oklahoma, OR Oregon, PA Pennsylvania, RI Rhode Island, ' +
  'SC South Carolina, SD South Dakota, TN Tennessee, TX Texas, UT Utah, VT Vermont, VA Virginia, WA Washington, ' +
  'WV West Virginia, WI Wisconsin, WY Wyoming';

/** The codes of the states, by code and by name, in small letters. */
export const stateCodes: ReadonlyMap<string, string> = new Map([
  ...states.split(', ').flatMap((state): [string, string][] => {
    const code = state.slice(0, 2);
    return [
      [code.toLowerCase(), code],
      [state.slice(3).toLowerCase(), code],
    ];
  }),
  ['calif', 'CA'],
  ['cal', 'CA'],
]);
