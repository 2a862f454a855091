import { contractorFilters } from '@namc/inputs/contractors';
import { wordsOfTrades } from '@namc/inputs/trade-reading';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { visitor } from '../../engine/actors.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { addContractors } from '../factory.ts';
import { namedFirms, oakland, readingIn } from './meaning.fixture.ts';
import { readMeaning } from './meaning.ts';
import type { Understood } from './understood.ts';

const portal = testDatabase();
const { meaning, said } = readingIn(portal, readMeaning);

beforeAll(() => addContractors(portal.owner, namedFirms));

describe('words for places mean', () => {
  it.each([
    // Places.
    ['plumber oakland', `C-36 ${oakland}`],
    ['plumber Oakland, CA', `C-36 ${oakland}`],
    ['oakland plumber', `${oakland} C-36`],
    ['oakland roofing contractors', `${oakland} C-39`],
    ['roofer 94601', 'C-39 @94601 (Oakland, CA)'],
    ['94601 roofer', '@94601 (Oakland, CA) C-39'],
    ['electrician in Alameda County', 'C-10 @Alameda County'],
    ['contra costa county painters', '@Contra Costa County C-33'],
    ['near Fresno', '@Fresno, CA'],
    ['electrician near san francisco', 'C-10 @San Francisco, CA'],
    ['tile in El Dorado County', 'C-54 @El Dorado County'],
    ['in oakland plumber', `${oakland} C-36`],
    ['oakland', oakland],
    ['94607', '@94607 (Oakland, CA)'],
    ['acme oakland', "'acme' 'oakland'"],
    ['acme electric oakland', `'acme' C-10 ${oakland}`],
    ['electrician near me', 'C-10 here'],
    ['plumber near atlantis', 'C-36 ?near atlantis'],
    ['plomero en oakland', `C-36 ${oakland}`],
    ['electricista cerca de Fresno', 'C-10 @Fresno, CA'],
    ['pintor en el condado de Alameda', 'C-33 @Alameda County'],
    ['jardinero cerca de mi', 'C-27 here'],
    ['plumber oaklnd', `C-36 ${oakland}`],
    // Places, whichever way they stand.
    ['plumber 94601 oakland', 'C-36 @94601 (Oakland, CA)'],
    ['electrician AND oakland', `C-10 ${oakland}`],
    ['oakland plumber plumber', `${oakland} C-36`],
    ['oakland plumbers and electricians', `${oakland} C-36 C-10`],
    // Several places.
    ['electricians in oakland or berkeley', `C-10 ${oakland} or@Berkeley, CA`],
    ['electricians in oakland and berkeley', `C-10 ${oakland} or@Berkeley, CA`],
    ['electricians oakland, berkeley', `C-10 ${oakland} or@Berkeley, CA`],
    ['electricians in oakland or in berkeley', `C-10 ${oakland} or@Berkeley, CA`],
    [
      'electricians in oakland, berkeley and san leandro',
      `C-10 ${oakland} or@Berkeley, CA or@San Leandro, CA`,
    ],
    ['electricians in oakland or berkeley or fresno', `C-10 ${oakland} or@Berkeley, CA or@Fresno, CA`],
    ['electricistas en oakland o berkeley', `C-10 ${oakland} or@Berkeley, CA`],
    ['electricistas en oakland y berkeley', `C-10 ${oakland} or@Berkeley, CA`],
    ['oakland or berkeley electricians', `${oakland} or@Berkeley, CA C-10`],
    ['oakland and berkeley electricians', `${oakland} or@Berkeley, CA C-10`],
    ['oakland or berkeley', `${oakland} or@Berkeley, CA`],
    ['oakland and berkeley', `${oakland} or@Berkeley, CA`],
    ['plumber 94601 or 94607', 'C-36 @94601 (Oakland, CA) or@94607 (Oakland, CA)'],
    ['plumber oakland or marin county', `C-36 ${oakland} or@Marin County`],
    ['plumber in alameda or contra costa county', 'C-36 @Alameda and Contra Costa Counties'],
    ['plumber in alameda and contra costa counties', 'C-36 @Alameda and Contra Costa Counties'],
    ['plumber alameda, marin and napa counties', 'C-36 @Alameda, Marin, and Napa Counties'],
    ['alameda and marin counties', '@Alameda and Marin Counties'],
    ['roofing or plumbing oakland', `C-39 C-36 ${oakland}`],
    ['summit or granite', "'summit' 'or granite'"],
    // Areas, neighborhoods and parts of cities.
    ['electrician in the bay area', 'C-10 @the Bay Area'],
    ['electricians east bay', 'C-10 @the East Bay'],
    ['bay area roofers', '@the Bay Area C-39'],
    ['bay area roofing', '@the Bay Area C-39'],
    // A firm is called so.
    ['wine country roofing', "'wine' 'country' C-39"],
    ['plumber norcal', 'C-36 @Northern California'],
    ['plumber in northern california', 'C-36 @Northern California'],
    ['plumber in east palo alto', 'C-36 @East Palo Alto, CA'],
    ['plumber in the mission', 'C-36 @Mission District, San Francisco, CA'],
    ['plumber west oakland', 'C-36 @West Oakland, CA'],
    ['plumber north fresno', 'C-36 @Fresno, CA'],
    ['plumber in sf county', 'C-36 @San Francisco County'],
    ['roofers sacramento area', 'C-39 @Sacramento, CA'],
    ['plumber in hollywood', 'C-36 @Hollywood, Los Angeles, CA'],
    // A place in the middle.
    ['plumber in napa county granite', "C-36 @Napa County 'granite'"],
    ['plumber napa county granite', "C-36 @Napa County 'granite'"],
    ['plumber 94601 granite', "C-36 @94601 (Oakland, CA) 'granite'"],
    ['plumber oakland granite', `C-36 ${oakland} 'granite'`],
    ['plumbing oakland granite', "C-36 'oakland' 'granite'"],
    ['oakland plumber granite', `${oakland} C-36 'granite'`],
    ['oakland plumbers inc', "'oakland' C-36 'inc'"],
    ['oakland electricians 24 hours', `${oakland} C-10 (24 hours)`],
    ['electrician oakland 24 hours', `C-10 ${oakland} (24 hours)`],
    // A place to leave out is never the place of the search.
    ['plumbers in alameda county except oakland', 'C-36 @Alameda County exclusion(except oakland)'],
    ['electrician not in oakland', 'C-10 exclusion(not in oakland)'],
    ['painters outside oakland', 'C-33 exclusion(outside oakland)'],
    ['painters outside of oakland', 'C-33 exclusion(outside of oakland)'],
    ['painter except oakland', 'C-33 exclusion(except oakland)'],
    ['painter excluding alameda county', 'C-33 exclusion(excluding alameda county)'],
    ['painter in oakland not berkeley', `C-33 ${oakland} exclusion(not berkeley)`],
    ['painter in oakland but not berkeley', `C-33 ${oakland} exclusion(but not berkeley)`],
    ['painter not in oakland or berkeley', 'C-33 exclusion(not in oakland or berkeley)'],
    ['painter not oakland not berkeley', 'C-33 exclusion(not oakland) exclusion(not berkeley)'],
    ['pintor fuera de oakland', 'C-33 exclusion(fuera de oakland)'],
    ['pintor menos en oakland', 'C-33 exclusion(menos en oakland)'],
    ['painter not zorb', "C-33 'not' 'zorb'"],
    // The Spanish article is not Los Angeles.
    ['pintor en la misión', 'C-33 @Mission District, San Francisco, CA'],
    ['plomero en la bahía del este', 'C-36 ?en la bahía del este'],
    ['electricista en la ciudad', 'C-10 ?en la ciudad'],
    ['electricista cerca de la ciudad', 'C-10 ?cerca de la ciudad'],
    ['pintor la zorb', "C-33 'la' 'zorb'"],
    ['pintor en la habra', 'C-33 @La Habra, CA'],
    ['pintor en la habra granite', "C-33 @La Habra, CA 'granite'"],
    ['plomero en la', 'C-36 @Los Angeles, CA'],
    ['plumber in la', 'C-36 @Los Angeles, CA'],
    ['plumber in la granite', "C-36 @Los Angeles, CA 'granite'"],
    // A neighborhood with its city is one place.
    ['plumber the mission san francisco', 'C-36 @Mission District, San Francisco, CA'],
    ['plumber in soma, san francisco', 'C-36 @SoMa, San Francisco, CA'],
    ['plumber rockridge oakland', 'C-36 @Rockridge, Oakland, CA'],
    ['plumber mt view', 'C-36 @Mountain View, CA'],
    ['plumber Mt. View', 'C-36 @Mountain View, CA'],
    ['japantown', '@Japantown San Francisco, CA'],
    ['chinatown', '@Chinatown San Francisco, CA'],
    // Nine digits are no ZIP code.
    ['123456789', "'123456789'"],
    ['94601-1234', '@94601 (Oakland, CA)'],
    // A longer name of a place is not the city that begins it.
    ['plumber in carson city', 'C-36 ?in carson city'],
    ['plumber carson city', 'C-36 ?carson city'],
    ['plumber in orange park', 'C-36 ?in orange park'],
    ['plumber in ontario canada', 'C-36 ?in ontario canada'],
    ['plumber in san diego country estates', 'C-36 ?in san diego country estates'],
    ['plumber in sacramento delta', 'C-36 ?in sacramento delta'],
    ['plumber in napa valley', 'C-36 @Napa Valley'],
    ['plumber santa clara valley', 'C-36 @the Santa Clara Valley'],
    ['plumber in berkeley hills', 'C-36 @Berkeley Hills, Berkeley, CA'],
    ['plumber in union city granite', "C-36 @Union City, CA 'granite'"],
    ['plumber in oakland pool', `C-36 ${oakland} C-53/D-35`],
    // The state, and the word between alternatives.
    ['Portland, OR', '@Portland, OR'],
    ['plumber in Portland, OR', 'C-36 @Portland, OR'],
    ['plumber in Portland, OR 97201', 'C-36 @97201 (Portland, OR)'],
    // A second place while somebody types it.
    ['electrician in oakland o', `C-10 ${oakland}`],
    ['electrician in oakland or b', `C-10 ${oakland} or@b`],
    ['electrician in oakland and b', `C-10 ${oakland} or@b`],
    ['electrician in oakland or atlantis', `C-10 ${oakland} or@atlantis`],
    ['electricista en oakland o b', `C-10 ${oakland} or@b`],
    ['roofers in oakland or plumbers', `C-39 ${oakland} C-36`],
    ['plumber in the 94601 area', 'C-36 @94601 (Oakland, CA)'],
    ['painters within ten miles of oakland', `C-33 ${oakland} distance(within ten miles of)`],
    // A ZIP code and a city that contradict each other are two places.
    ['plumber 94103 san jose', 'C-36 @94103 (San Francisco, CA) or@San Jose, CA'],
    ['plumber 94601 alameda', 'C-36 @94601 (Oakland, CA)'],
    // A place before alternatives.
    ['bay area hvac or plumbing', '@the Bay Area C-20 C-36'],
    ['oakland roofing or plumbing', `${oakland} C-39 C-36`],
    ['in oakland roofing or plumbing', `${oakland} C-39 C-36`],
    // Oregon without a comma, and the word between alternatives.
    ['Portland OR', '@Portland, OR'],
    ['plumber portland or', 'C-36 @Portland, OR'],
    ['plumber in Portland OR 97201', 'C-36 @97201 (Portland, OR)'],
    ['electrician in oakland or', `C-10 ${oakland}`],
    ['plumber city of oakland', `C-36 ${oakland}`],
    ['plumber in the city of industry', 'C-36 @City of Industry, CA'],
    // The whole state.
    ['plumber in california', 'C-36 @California'],
    ['electricians in California', 'C-10 @California'],
    ['plumbers in CA', 'C-36 @California'],
    ['plomero en california', 'C-36 @California'],
    ['california plumbers', '@California C-36'],
    ['plumbers california', 'C-36 @California'],
    ['contractors in california', 'every contractors @California'],
    ['in california plumbers', '@California C-36'],
    ['plumbers statewide', 'C-36 @California'],
    ['california plumbing', "'california' C-36"],
    ['plumber in california city', 'C-36 @California City, CA'],
    ['plumber in oakland california', `C-36 ${oakland}`],
    ['plumber in northern california', 'C-36 @Northern California'],
    // An area before work, which no firm is called.
    ['silicon valley hvac', '@Silicon Valley C-20'],
    ['east bay hvac', '@the East Bay C-20'],
    ['south bay roofing', '@the South Bay C-39'],
    ['central valley concrete', '@the Central Valley C-8'],
    // Coordinates.
    ['electrician near 37.8044,-122.2711', 'C-10 @37.8044, -122.2711'],
    ['electrician near 37.8044, -122.2711', 'C-10 @37.8044, -122.2711'],
    ['37.8044,-122.2711', '@37.8044, -122.2711'],
    ['37.8044,-122.2711 electrician', '@37.8044, -122.2711 C-10'],
    ['electrician 37.8044 -122.2711', 'C-10 @37.8044, -122.2711'],
    ['electrician (37.8044, -122.2711)', 'C-10 @37.8044, -122.2711'],
    ['electrician near 37.8044,-122.2711 granite', "C-10 'granite' @37.8044, -122.2711"],
    [
      'electrician within 5 miles of 37.8044,-122.2711',
      'C-10 distance(within 5 miles of) @37.8044, -122.2711',
    ],
    ['electrician near 97.8044,-122.2711', 'C-10 ?near 97.8044,-122.2711'],
    ['granite 1.5 2.5', "'granite' '1' '5' '2' '5'"],
    // A name in two words is not the small place that joins them.
    ['o brien', "'o' 'brien'"],
    // A place that is still being typed.
    ['electrician in', 'C-10 (in)'],
    ['electrician in o', 'C-10 in o…'],
    ['electrician in oak', 'C-10 in oak…'],
    ['electrician in san f', 'C-10 in san f…'],
    ['electrician near east palo', 'C-10 near east palo…'],
    ['electrician in atlantis', 'C-10 ?in atlantis'],
  ])('%s → %s', async (typed, expected) => {
    expect(await said({ q: typed })).toBe(expected);
  });

  it('no other place than the one in the field for places', async () => {
    expect(await meaning({ q: 'plumber oakland', near: 'Fresno' })).toMatchObject({
      place: { label: 'Fresno, CA' },
    });
    expect(await said({ q: 'plumber oakland', near: 'Fresno' })).toBe("C-36 'oakland'");
  });

  it('names to choose from for a place that is begun, and nobody until then', async () => {
    const begun = await meaning({ q: 'electrician in oak' });
    expect(begun.placeUnknown).toBe(true);
    expect(begun.nearestPlaces.map(({ label }) => label)).toContain('Oakland, CA');
  });

  it('counties together, from the words as from the field for places', async () => {
    const both = { counties: ['Alameda', 'Contra Costa'], place: null, placeUnknown: false };
    const named = 'Alameda and Contra Costa Counties';
    expect(await meaning({ q: 'plumber in alameda or contra costa county' })).toMatchObject({
      ...both,
      area: named,
    });
    expect(await meaning({ near: 'Alameda and Contra Costa counties' })).toMatchObject({
      ...both,
      area: named,
    });
    expect(await meaning({ near: 'East Bay' })).toMatchObject({ ...both, area: 'the East Bay' });
    expect((await meaning({ near: 'Bay Area' })).counties).toHaveLength(9);
  });

  it('one of several places in the field for places', async () => {
    const several = await meaning({ near: 'Oakland or Berkeley' });
    expect(several).toMatchObject({ place: null, counties: [], placeUnknown: true });
    expect(several.nearestPlaces.map(({ near }) => near)).toEqual(['Oakland, CA', 'Berkeley, CA']);
  });
});

it('a place after a trade never changes the trade', async () => {
  const trade = fc.constantFrom(...wordsOfTrades());
  const place = fc.constantFrom(
    'in Oakland',
    'near San Jose',
    'in Alameda County',
    'near 94601',
    'en Fresno',
    'in Carpinteria',
    'in Paradise',
    'near me',
  );
  await portal.db.read(visitor, (tx) =>
    fc.assert(
      fc.asyncProperty(trade, place, async ({ words }, where) => {
        const read = async (q: string) => (await readMeaning(tx, contractorFilters.parse({ q }))).understood;
        const codes = (some: Understood[]) => some.flatMap((one) => (one.as === 'trade' ? one.codes : []));
        const alone = codes(await read(words));
        expect(alone.length).toBeGreaterThan(0);
        expect(codes(await read(`${words} ${where}`))).toEqual(alone);
      }),
      { numRuns: 150, seed: 15 },
    ),
  );
});
