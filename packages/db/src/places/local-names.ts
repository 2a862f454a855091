import { cityNames } from './short-names.ts';

/**
 * Places that people name and the list of ZIP codes does not: cities and communities that share a post office, and
 * neighborhoods. The first of the names is the one that is shown.
 */

/** Cities and communities, each with the ZIP code in its middle. */
const communities =
  'East Palo Alto 94303, Foster City 94404, Hillsborough 94010, Woodside 94062, Colma 94014, Ladera 94028, Broadmoor 94015, ' +
  'Stanford 94305, Moffett Field 94043, Los Altos Hills 94022, Monte Sereno 95030, Tiburon 94920, Belvedere 94920, ' +
  'Marin City 94965, Tamalpais Valley 94941, Santa Venetia 94903, Kensington 94707, Bay Point 94565, Ashland 94578, ' +
  'Cherryland 94541, Mountain House 95391, Cameron Park 95682, Arden-Arcade 95864, Florin 95828, ' +
  'Rosemont 95826, Sand City 93955, Del Rey Oaks 93940, Isla Vista 93117, East Los Angeles|East LA|ELA 90022, Commerce 90040, ' +
  'Cudahy 90201, Vernon 90058, Hidden Hills 91302, Bradbury 91008, Irwindale 91706, La Habra Heights 90631, ' +
  'Palos Verdes Estates 90274, Rolling Hills 90274, Rolling Hills Estates 90274, Canyon Lake 92587, Eastvale 92880, ' +
  'Jurupa Valley 92509, Coto de Caza 92679, Tri-Valley 94588';

/** Neighborhoods of cities, each with the ZIP code that holds most of it. */
const neighborhoods: Record<string, string> = {
  Oakland:
    'West Oakland 94607, East Oakland 94621, North Oakland 94609, Downtown Oakland 94612, Chinatown Oakland 94607, Uptown Oakland 94612, ' +
    'Fruitvale 94601, Rockridge 94618, Temescal 94609, Jack London Square 94607, Lake Merritt 94610, Dimond District 94602, ' +
    'Laurel District 94619, Oakland Hills 94611, Montclair District 94611',
  Berkeley:
    'West Berkeley 94710, South Berkeley 94703, North Berkeley 94709, Downtown Berkeley 94704, Berkeley Hills 94708',
  Richmond: 'Point Richmond 94801, Iron Triangle 94801, Richmond Annex 94804',
  'San Francisco':
    'Mission District|The Mission|La Misión 94110, SoMa|South of Market 94103, Sunset District|The Sunset 94122, Outer Sunset 94122, ' +
    'Inner Sunset 94122, Richmond District 94118, Outer Richmond 94121, Inner Richmond 94118, Bayview|Hunters Point|Bayview Hunters Point 94124, ' +
    'Noe Valley 94114, The Castro|Castro District 94114, Marina District 94123, North Beach 94133, Pacific Heights|Pac Heights 94115, ' +
    'Western Addition 94115, Excelsior District|The Excelsior 94112, Visitacion Valley|Vis Valley 94134, Potrero Hill 94107, ' +
    'Dogpatch 94107, Haight Ashbury|The Haight 94117, Hayes Valley 94102, The Tenderloin|Tenderloin 94102, Bernal Heights 94110, ' +
    'Glen Park 94131, West Portal 94127, Mission Bay 94158, Treasure Island 94130, Nob Hill 94109, ' +
    'Russian Hill 94109, Downtown San Francisco|Downtown SF 94102, Japantown San Francisco|Japantown 94115, Chinatown San Francisco|Chinatown 94108',
  'San Jose':
    'East San Jose|East SJ 95127, South San Jose 95123, North San Jose 95134, West San Jose 95129, Downtown San Jose 95113, ' +
    'Willow Glen 95125, Almaden Valley|Almaden 95120, Alum Rock 95127, Berryessa 95132, Cambrian Park 95124, ' +
    'Blossom Valley 95136, Japantown San Jose 95112',
  Sacramento:
    'Natomas 95834, North Natomas 95835, South Natomas 95833, South Sacramento|South Sac 95823, North Sacramento|North Sac 95815, ' +
    'East Sacramento|East Sac 95819, Downtown Sacramento 95814, Midtown Sacramento 95816, Land Park 95818, ' +
    'Del Paso Heights 95838, Pocket Greenhaven 95831',
  'Los Angeles':
    'Hollywood 90028, East Hollywood 90029, Silver Lake|Silverlake 90026, Echo Park 90026, Koreatown|K-Town 90005, ' +
    'Boyle Heights 90033, South Los Angeles|South LA|South Central 90011, Watts 90002, Westwood 90024, West Los Angeles|West LA 90025, ' +
    'Eagle Rock 90041, Highland Park 90042, Los Feliz 90027, Mid-City 90019, Crenshaw 90008, Leimert Park 90008, ' +
    'Lincoln Heights 90031, Bel Air 90077, Century City 90067',
  'San Diego':
    'North Park 92104, Pacific Beach 92109, Ocean Beach 92107, Hillcrest 92103, Mira Mesa 92126, Barrio Logan 92113, ' +
    'City Heights 92105, Point Loma 92106, Downtown San Diego 92101',
};

/** One name of a place, the name that is shown, and its ZIP code. */
export interface LocalName {
  also: string;
  name: string;
  zipCode: string;
}

/** Short names that people give to a city. */
const shortFor = (city: string): string[] =>
  Object.entries(cityNames).flatMap(([short, name]) => (name === city ? [short] : []));

const readNames = (text: string, city?: string): LocalName[] =>
  text.split(', ').flatMap((one) => {
    const names = one.slice(0, -6).split('|');
    const [first = ''] = names;
    const name = city === undefined || first.endsWith(city) ? first : `${first}, ${city}`;
    const called = city === undefined ? [] : [city, ...shortFor(city)];
    const withCity = called.flatMap((one) =>
      names.filter((also) => !also.endsWith(one)).map((also) => `${also}, ${one}`),
    );
    return [...new Set([...names, ...withCity, name])].map((also) => ({
      also,
      name,
      zipCode: one.slice(-5),
    }));
  });

export const localNames: LocalName[] = [
  ...readNames(communities),
  ...Object.entries(neighborhoods).flatMap(([city, text]) => readNames(text, city)),
];
