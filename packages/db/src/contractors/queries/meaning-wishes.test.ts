import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { addContractors } from '../factory.ts';
import { namedFirms, oakland, readingIn } from './meaning.fixture.ts';
import { readMeaning } from './meaning.ts';

const portal = testDatabase();
const { meaning, said } = readingIn(portal, readMeaning);

beforeAll(() =>
  addContractors(portal.owner, [
    ...namedFirms,
    { licenseNumber: '100301', businessName: 'ALL CONTRACTORS INC' },
    { licenseNumber: '100302', businessName: 'QUALITY CONTRACTORS' },
  ]),
);

describe('words for what filters say, and words beside trades, mean', () => {
  it.each([
    // Standing.
    ['good standing plumber', 'C-36 standing(good standing)'],
    ['plumber in good standing', 'C-36 standing(in good standing)'],
    ['plumber in oakland in good standing', `C-36 ${oakland} standing(in good standing)`],
    // Everyday words beside a trade.
    ['best plumber in oakland', `C-36 ${oakland} (best)`],
    ['emergency plumber', 'C-36 (emergency)'],
    ['24 hour plumber', 'C-36 (24 hour)'],
    ['24/7 plumber', 'C-36 (24 7)'],
    ['commercial electrician', 'C-10 (commercial)'],
    ['oakland residential electrician', `${oakland} C-10 (residential)`],
    ['plomero barato', 'C-36 (barato)'],
    ['electrician with good reviews', 'C-10 (with good reviews)'],
    ['cheap roofing', 'C-39 (cheap)'],
    ['affordable painting', "'affordable' C-33"],
    ['quality builders', "'quality' 'builders'"],
    ['best', "'best'"],
    // Firms of every trade.
    ['contractors in oakland', `every contractors ${oakland}`],
    ['oakland contractors', `${oakland} every contractors`],
    ['contractors near 94601', 'every contractors @94601 (Oakland, CA)'],
    ['licensed and insured contractors oakland', `every contractors ${oakland} (licensed and insured)`],
    ['minority owned contractor oakland', `every contractor ${oakland} (minority owned)`],
    ['contratistas en oakland', `every contratistas ${oakland}`],
    ['contractors', 'every contractors'],
    ['contractor', 'every contractor'],
    ['contratistas', 'every contratistas'],
    ['contratista', 'every contratista'],
    // Firms have these words in their names.
    ['all contractors', 'every contractors all(all)'],
    ['every contractor', 'every contractor all(every)'],
    ['list of all contractors', 'every contractors all(list of all)'],
    ['todos los contratistas', 'every contratistas all(todos los)'],
    ['quality contractors', "'quality' 'contractors'"],
    ['quality contractors in oakland', `every contractors ${oakland} (quality)`],
    ['quality contractors inc', "'quality' 'contractors' 'inc'"],
    ['contractors -quality', "'contractors' '-quality'"],
    ['summit contractors oakland', `'summit' 'contractors' ${oakland}`],
    // Words that filters say.
    ['plumber within 10 miles of oakland', `C-36 ${oakland} distance(within 10 miles of)`],
    ['plumber 10 miles from oakland', `C-36 ${oakland} distance(10 miles from)`],
    ['plumber oakland 5 mi', `C-36 ${oakland} distance(5 mi)`],
    ['plomero a 10 millas de oakland', `C-36 ${oakland} distance(a 10 millas de)`],
    ['plumber within 10 miles of atlantis', 'C-36 ?atlantis distance(within 10 miles of)'],
    ['namc members electricians', 'C-10 member(namc members)'],
    ['plumber expired license', 'C-36 standing(expired license)'],
    ['roofers in alameda county with good standing', 'C-39 @Alameda County standing(with good standing)'],
    // Everyday words and questions.
    ['emergency plumber oakland open now', `C-36 ${oakland} (emergency) (open now)`],
    ['who can fix my roof in oakland', `C-39 ${oakland} (who can)`],
    ['how much does a new roof cost', 'C-39 (how much does) (cost)'],
    ['leaky roof', 'C-39'],
    ['roof leak repair', 'C-39'],
    ['general contractor for kitchen remodel oakland', `B B-2/B ${oakland} (for)`],
    ['water heater replacement oakland', `C-36 ${oakland}`],
    ['install ev charger at home', 'C-10 (at home)'],
    ['interior painter', 'C-33'],
    ['hvac tech', 'C-20'],
    ['sheet metal worker', 'C-43'],
    ['land scaping', 'C-27'],
    ['handyman', 'B-2/B'],
    ['construction companies oakland', `A/B ${oakland}`],
    ['compañía de construcción en oakland', `A/B ${oakland}`],
    ['prevailing wage contractors oakland', `every contractors ${oakland} (prevailing wage)`],
    ['roofers that speak spanish', 'C-39 (that speak spanish)'],
    ['quien arregla techos', 'C-39'],
    ['carpintero para cocina', 'C-5/C-6 B-2/B (para)'],
    ['tenant improvement contractor', 'B'],
    ['seismic retrofit', 'B'],
    ['sewer lateral replacement', 'C-36/C-42/C-34'],
    ['plumber close to oakland', `C-36 ${oakland}`],
    ['plumber union city', 'C-36 @Union City, CA'],
    ['plumber in the mission', 'C-36 @Mission District, San Francisco, CA'],
    ['plumber new york ny', 'C-36 @New York, NY'],
    ['suspended ceiling', 'D-50'],
    ['suspended contractors oakland', `every contractors ${oakland} standing(suspended)`],
    ['expired plumbers', 'C-36 standing(expired)'],
    ['active plumbing', "'active' C-36"],
    ['a plumber', 'C-36'],
    ['a electric', "'a' C-10"],
    ['plumber near 1234 main street oakland', `C-36 ${oakland}`],
    // Words for a filter and for firms, and nothing else.
    ['suspended contractors', 'every contractors standing(suspended)'],
    ['contractors with suspended license', 'every contractors standing(with suspended license)'],
    ['namc members', 'member(namc members)'],
    ['expired license', 'standing(expired license)'],
    ['in good standing', 'standing(in good standing)'],
    ['bay area roofers or plumbers', '@the Bay Area C-39 C-36'],
    ['oakland plumbers or electricians', `${oakland} C-36 C-10`],
    ['summit roofing or plumbing', "'summit' C-39 C-36"],
    // A wish for a standing, wherever it stands, and in Spanish.
    ['active license plumber', 'C-36 standing(active license)'],
    ['active plumbers', 'C-36 standing(active)'],
    ['suspended electricians', 'C-10 standing(suspended)'],
    ['suspended electricians in oakland', `C-10 ${oakland} standing(suspended)`],
    ['oakland suspended electricians', `${oakland} C-10 standing(suspended)`],
    ['electricians suspended', 'C-10 standing(suspended)'],
    ['suspended electrical', 'C-10 standing(suspended)'],
    ['suspended or expired plumbers', 'C-36 standing(suspended or expired)'],
    ['suspended', 'standing(suspended)'],
    ['roofers with an active license in oakland', `C-39 ${oakland} standing(with an active license)`],
    ['active c-10 oakland', `C-10 ${oakland} standing(active)`],
    ['plumbers not suspended', 'C-36 standing(not suspended)'],
    ['plumbers with a pending suspension', 'C-36 standing(with a pending suspension)'],
    ['plomeros activos', 'C-36 standing(activos)'],
    ['contratistas suspendidos', 'every contratistas standing(suspendidos)'],
    ['electricistas con licencia vencida en oakland', `C-10 ${oakland} standing(con licencia vencida)`],
    ['pintores con licencia vigente', 'C-33 standing(con licencia vigente)'],
    [
      'contractors in oakland with suspended license',
      `every contractors ${oakland} standing(with suspended license)`,
    ],
    ['suspended ceiling contractor', 'D-50'],
    ['active', "'active'"],
    // Standings that exclude each other are every one together.
    ['active and suspended plumbers', 'C-36 standing(active and suspended)'],
    ['active or inactive plumbers', 'C-36 standing(active or inactive)'],
    ['plomeros activos y suspendidos', 'C-36 standing(activos y suspendidos)'],
    ['plumbers on probation', 'C-36 standing(on probation)'],
    ['probation', 'standing(probation)'],
    ['probation plumbers', 'C-36 standing(probation)'],
    // No filter tells new licenses from others.
    ['new license plumber', 'C-36 (new license)'],
    ['newly licensed electricians in oakland', `C-10 ${oakland} (newly licensed)`],
    ['new license', '(new license)'],
    ['new leaf plumbing', "'new' 'leaf' C-36"],
    ['namc plumbers', 'C-36 member(namc)'],
    ['plumbers who are namc members', 'C-36 member(who are namc members)'],
    // Nothing that nobody typed.
    [
      'contractors within 5 miles of 94601',
      'every contractors @94601 (Oakland, CA) distance(within 5 miles of)',
    ],
    // Distances that the filter does not have, and times.
    ['electrician a mile from oakland', `C-10 ${oakland} distance(a mile from)`],
    ['a mile high roofing', "'a' 'mile' 'high' C-39"],
    ['plomero a mi casa', "C-36 'a' 'mi' 'casa'"],
    ['techos de oakland', `C-39 ${oakland}`],
    ['taqueria de oakland', "'taqueria' 'de' 'oakland'"],
    ['electrician within 500 miles of oakland', `C-10 ${oakland} distance(within 500 miles of)`],
    ['electrician within half a mile of oakland', `C-10 ${oakland} distance(within half a mile of)`],
    ['electrician within a mile of oakland', `C-10 ${oakland} distance(within a mile of)`],
    ['electrician within 1.5 miles of oakland', `C-10 ${oakland} distance(within 1 5 miles of)`],
    ['electrician within 10 km of oakland', `C-10 ${oakland} distance(within 10 km of)`],
    ['electrician 10km from oakland', `C-10 ${oakland} distance(10km from)`],
    ['electricista a 10 kilómetros de oakland', `C-10 ${oakland} distance(a 10 kilómetros de)`],
    [
      'electrician within twenty-five miles of oakland',
      `C-10 ${oakland} distance(within twenty five miles of)`,
    ],
    ['electrician 30 minutes from oakland', `C-10 ${oakland} (30 minutes from)`],
    ['electrician within 30 minutes of oakland', `C-10 ${oakland} (within 30 minutes of)`],
    ['electrician an hour from oakland', `C-10 ${oakland} (an hour from)`],
    ['electrician 30 minute drive from oakland', `C-10 ${oakland} (30 minute drive from)`],
    ['electricista a 30 minutos de oakland', `C-10 ${oakland} (a 30 minutos de)`],
    ['24 hour plumber oakland', `C-36 ${oakland} (24 hour)`],
    // Nothing is quoted that nobody typed.
    ['licensed insured bonded roofer', 'C-39 (licensed insured bonded)'],
    ['insured licensed roofer', 'C-39 (insured)'],
    ['licensed contractors oakland', `every contractors ${oakland} (licensed)`],
    // The contrary of a member is no wish for members.
    ['electrician not namc', 'C-10 not-member(not namc)'],
    ['plumbers who are not namc members', 'C-36 not-member(who are not namc members)'],
    ['non members plumber', 'C-36 not-member(non members)'],
    ['members only', 'member(members only)'],
    ['plumber members only', 'C-36 member(members only)'],
  ])('%s → %s', async (typed, expected) => {
    expect(await said({ q: typed })).toBe(expected);
  });

  it('the filter that they ask for, which a filter that is set overrules', async () => {
    expect(await meaning({ q: 'suspended electricians' })).toMatchObject({
      standing: 'not-good',
      member: undefined,
      miles: 20,
      nothingRead: false,
    });
    expect(await meaning({ q: 'namc members within 5 miles of oakland' })).toMatchObject({
      standing: undefined,
      member: true,
      miles: 5,
      place: { label: 'Oakland, CA' },
    });
    const set = { standing: 'good', member: false, miles: 50 } as const;
    expect(
      await meaning({ q: 'suspended namc electricians within 5 miles of oakland', ...set }),
    ).toMatchObject(set);
    expect(await meaning({ q: 'suspended', words: 'names' })).toMatchObject({ standing: undefined });
  });

  it.each([
    ['electrician within 500 miles of oakland', 100],
    ['electrician within half a mile of oakland', 1],
    ['electrician within 1.5 miles of oakland', 2],
    ['electrician within 10 km of oakland', 6],
    ['electrician 50km from oakland', 31],
    ['electrician within sixty miles of oakland', 60],
    ['electrician 30 minutes from oakland', 20],
  ])('the whole miles that are nearest to a distance: %s → %i', async (q, miles) => {
    expect(await meaning({ q })).toMatchObject({ miles, place: { label: 'Oakland, CA' } });
  });

  it.each([
    ['plumbers in good standing', 'good'],
    ['plumbers without a warning', 'good'],
    ['active plumbers', 'clear'],
    ['active license plumber', 'clear'],
    ['plumbers not suspended', 'clear'],
    ['plumbers not suspended or expired', 'clear'],
    ['plomeros activos', 'clear'],
    ['plomeros con licencia vigente', 'clear'],
    ['plumbers with a pending suspension', 'pending'],
    ['plumbers on probation', 'pending'],
    ['suspended plumbers', 'not-good'],
    ['plumbers not active', 'not-good'],
    ['plumbers not in good standing', 'not-good'],
    ['plumbers not good standing', 'not-good'],
    ['plumbers not on probation', 'good'],
    ['active, not suspended plumbers', 'clear'],
    ['non-suspended plumbers', 'clear'],
    ['active and suspended plumbers', undefined],
  ])('a standing: %s → %s', async (q, standing) => {
    expect((await meaning({ q })).standing).toBe(standing);
  });

  it('everybody, where they ask for firms of every trade', async () => {
    for (const q of ['contractors', 'all contractors', 'contratistas']) {
      expect(await meaning({ q })).toMatchObject({ nothingRead: false, text: null, place: null });
    }
    expect(await meaning({ q: 'new license' })).toMatchObject({ nothingRead: true });
  });

  it('everybody with a standing or a membership, where they ask for nothing else', async () => {
    for (const q of ['suspended contractors', 'namc members', 'expired license']) {
      expect(await meaning({ q })).toMatchObject({ nothingRead: false, text: null });
    }
    expect(await meaning({ q: 'within 5 miles' })).toMatchObject({ nothingRead: true });
    expect(await meaning({ q: 'within 5 miles', near: 'Oakland' })).toMatchObject({
      nothingRead: false,
      miles: 5,
    });
  });

  it('what was typed, and no word more', async () => {
    const typed = async (q: string) => (await meaning({ q })).understood.map((one) => one.typed);
    expect(await typed('contractors within 5 miles of 94601')).toEqual([
      'contractors',
      '94601',
      'within 5 miles of',
    ]);
    expect(await typed('roofers in alameda or contra costa county')).toEqual([
      'roofers',
      'in alameda or contra costa county',
    ]);
  });
});
