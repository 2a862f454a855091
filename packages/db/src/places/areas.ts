import { counties } from '@namc/inputs/california';

/**
 * The ten counties of the southern region; the other 48 are the northern. Labor agreements use this line, and some
 * use another, which is why the region is a column and not a rule in code.
 */
export const southern = new Set([
  'Imperial',
  'Kern',
  'Los Angeles',
  'Orange',
  'Riverside',
  'San Bernardino',
  'San Diego',
  'San Luis Obispo',
  'Santa Barbara',
  'Ventura',
]);

const sacramentoValley =
  'Butte, Colusa, Glenn, Placer, Sacramento, Shasta, Solano, Sutter, Tehama, Yolo, Yuba';
const sanJoaquinValley = 'Fresno, Kern, Kings, Madera, Merced, San Joaquin, Stanislaus, Tulare';

/**
 * Areas as people name them, with their counties. The first of the names is the one that is shown. No law draws these
 * lines.
 */
const areas: Record<string, string> = {
  'Bay Area|The Bay Area|San Francisco Bay Area|SF Bay Area|Greater Bay Area|Área de la Bahía|Bahía de San Francisco':
    'Alameda, Contra Costa, Marin, Napa, San Francisco, San Mateo, Santa Clara, Solano, Sonoma',
  'East Bay|The East Bay': 'Alameda, Contra Costa',
  'North Bay|The North Bay': 'Marin, Napa, Solano, Sonoma',
  'South Bay|The South Bay': 'Santa Clara',
  'Silicon Valley': 'San Mateo, Santa Clara',
  'Peninsula|The Peninsula|San Francisco Peninsula|SF Peninsula|Mid Peninsula': 'San Mateo',
  'Wine Country': 'Napa, Sonoma',
  'Napa Valley': 'Napa',
  'Sonoma Valley': 'Sonoma',
  'Santa Clara Valley': 'Santa Clara',
  'Salinas Valley': 'Monterey',
  'Sacramento Valley': sacramentoValley,
  'San Joaquin Valley': sanJoaquinValley,
  'Central Valley|The Central Valley|Valle Central': `${sacramentoValley}, ${sanJoaquinValley}`,
  'Central Coast': 'Monterey, San Benito, San Luis Obispo, Santa Barbara, Santa Cruz',
  'North Coast': 'Del Norte, Humboldt, Lake, Mendocino, Trinity',
  'Gold Country|Mother Lode': 'Amador, Calaveras, El Dorado, Mariposa, Nevada, Placer, Sierra, Tuolumne',
  'Inland Empire|The Inland Empire|IE': 'Riverside, San Bernardino',
};

const halves: Record<string, string> = {
  'Northern California|NorCal|Nor Cal|North California|Norte de California': counties
    .filter((name) => !southern.has(name))
    .join(', '),
  'Southern California|SoCal|So Cal|South California|Sur de California': [...southern].join(', '),
};

/** Each name of an area, the name that is shown, and the area's counties. */
export const areaNames: { also: string; name: string; counties: string[] }[] = Object.entries({
  ...areas,
  ...halves,
}).flatMap(([names, within]) => {
  const [name = ''] = names.split('|');
  return names.split('|').map((also) => ({ also, name, counties: within.split(', ') }));
});

/** The state is no name of the list: cities that begin with it are, and it stands behind each of them. */
export const wholeStateName = 'California';
const countiesByArea = new Map<string, readonly string[]>([
  [wholeStateName, counties],
  ...areaNames.map(({ name, counties: within }) => [name, within] as const),
]);

/** The counties of an area, by the name that is shown; none for any other name. */
export const countiesOfArea = (name: string): string[] => [...(countiesByArea.get(name) ?? [])];
