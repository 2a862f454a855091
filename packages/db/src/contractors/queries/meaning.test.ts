import { contractorFilters, searchContractorsInput } from '@namc/inputs/contractors';
import { wordsOfTrades } from '@namc/inputs/trade-reading';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { visitor } from '../../engine/actors.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { addContractors } from '../factory.ts';
import { readMeaning } from './meaning.ts';
import { searchContractors } from './search.ts';
import type { Understood } from './understood.ts';

const portal = testDatabase();

beforeAll(async () => {
  await addContractors(portal.owner, [
    { licenseNumber: '100200', businessName: 'ACME ELECTRIC' },
    { licenseNumber: '94601', businessName: 'HARBOR LIGHT BUILDERS INC' },
    { licenseNumber: '100201', businessName: 'SUMMIT ROOFING AND CONSTRUCTION' },
    { licenseNumber: '100202', businessName: 'BAY VIEW PAINTING', city: 'BERKELEY' },
    { licenseNumber: '100203', businessName: 'GRANITE BROTHERS PLUMBING' },
    { licenseNumber: '100205', businessName: "O'BRIEN & SONS" },
    { licenseNumber: '100204', businessName: 'SMITH & SONS TREE', city: 'FRESNO' },
    { licenseNumber: '100206', businessName: 'AFFORDABLE PAINTING' },
    { licenseNumber: '100207', businessName: 'GOODYEARS ARENA' },
    { licenseNumber: '100208', businessName: 'WINE COUNTRY ROOFING', classifications: ['C-39'] },
  ]);
});

const meaning = (typed: z.input<typeof contractorFilters>) =>
  portal.db.read(visitor, (tx) => readMeaning(tx, contractorFilters.parse(typed)));

const short = (one: Understood): string => {
  switch (one.as) {
    case 'trade':
      return one.codes.join('/');
    case 'place':
      return `@${one.label}`;
    case 'other-place':
      return `or@${one.label ?? one.typed}`;
    case 'county':
      return `@${one.label}`;
    case 'unknown-place':
      return `?${one.typed}`;
    case 'begun-place':
      return `${one.typed}…`;
    case 'license':
      return `#${one.typed}`;
    case 'no-license':
      return `#?${one.typed}`;
    case 'other-work':
      return `${one.kind}(${one.typed})`;
    case 'beside-license':
      return `(${one.typed})`;
    case 'here':
      return 'here';
    case 'aside':
      return `(${one.typed})`;
    case 'member':
      return one.is === false ? `not-member(${one.typed})` : `member(${one.typed})`;
    case 'standing':
    case 'exclusion':
    case 'distance':
      return `${one.as}(${one.typed})`;
    case 'everyone':
      return `every ${one.typed}`;
    case 'name':
      return `'${one.typed}'`;
  }
};
const said = async (typed: z.input<typeof contractorFilters>) =>
  (await meaning(typed)).understood.map(short).join(' ');

const oakland = '@Oakland, CA';

describe('typed words mean', () => {
  it.each([
    // People and work, English.
    ['electrician', 'C-10'],
    ['electricians', 'C-10'],
    ['Electrical', 'C-10'],
    ['plumber', 'C-36'],
    ['PLUMBERS', 'C-36'],
    ['roofer', 'C-39'],
    ['roofing', 'C-39'],
    ['painter', 'C-33'],
    ['painters', 'C-33'],
    ['drywall', 'C-9'],
    ['sheet rock', 'C-9'],
    ['hvac', 'C-20'],
    ['air conditioning', 'C-20'],
    ['heating and air', 'C-20'],
    ['heating & air conditioning', 'C-20'],
    ['ac repair', 'C-20'],
    ['A/C repair', 'C-20'],
    ['paving', 'C-12'],
    ['asphalt', 'C-12'],
    ['solar', 'C-46'],
    ['solar panels', 'C-46'],
    ['concrete', 'C-8'],
    ['framer', 'C-5'],
    ['framing', 'C-5'],
    ['landscaper', 'C-27'],
    ['landscaping', 'C-27'],
    ['gardener', 'C-27'],
    ['tree service', 'C-49'],
    ['tree contractors', 'C-49'],
    ['arborist', 'C-49'],
    ['fence', 'C-13'],
    ['fences', 'C-13'],
    ['tile', 'C-54'],
    ['flooring', 'C-15'],
    ['glass', 'C-17'],
    ['window replacement', 'C-17'],
    ['mason', 'C-29'],
    ['bricklayers', 'C-29'],
    ['elevator', 'C-11'],
    ['swimming pool', 'C-53'],
    ['pool', 'C-53/D-35'],
    ['pool service', 'D-35'],
    ['sign', 'C-45/D-42'],
    ['demolition', 'C-21'],
    ['insulation', 'C-2'],
    ['welder', 'C-60'],
    ['welding', 'C-60'],
    ['carpenter', 'C-5/C-6'],
    ['cabinets', 'C-6'],
    ['gutters', 'C-43'],
    ['garage doors', 'D-28'],
    ['septic tank', 'C-42'],
    ['well drilling', 'C-57'],
    ['pressure washing', 'D-38'],
    ['scaffolding', 'D-39'],
    ['locksmith', 'C-28/D-16'],
    ['remodeling', 'B-2/B'],
    ['general contractor', 'B'],
    ['general contractors', 'B'],
    ['general engineering', 'A'],
    ['licensed electrician', 'C-10'],
    ['plumbing contractors', 'C-36'],
    ['roofing company', 'C-39'],
    ['i need a plumber', 'C-36'],
    // Spanish.
    ['electricista', 'C-10'],
    ['electricistas', 'C-10'],
    ['plomero', 'C-36'],
    ['plomería', 'C-36'],
    ['fontanero', 'C-36'],
    ['techador', 'C-39'],
    ['techos', 'C-39'],
    ['pintor', 'C-33'],
    ['pintores', 'C-33'],
    ['albañil', 'C-29'],
    ['albanil', 'C-29'],
    ['jardinero', 'C-27'],
    ['jardinería', 'C-27'],
    ['carpintero', 'C-5/C-6'],
    ['soldador', 'C-60'],
    ['concreto', 'C-8'],
    ['tablaroca', 'C-9'],
    ['aire acondicionado', 'C-20'],
    ['paneles solares', 'C-46'],
    ['poda de árboles', 'C-49'],
    ['azulejos', 'C-54'],
    ['contratista general', 'B'],
    ['contratista de concreto', 'C-8'],
    ['necesito un plomero', 'C-36'],
    // Codes as people type them.
    ['C10', 'C-10'],
    ['c-10', 'C-10'],
    ['C 10', 'C-10'],
    ['c-010', 'C-10'],
    ['D49', 'D-49'],
    ['c61/d49', 'D-49'],
    ['C-61 D-49', 'D-49'],
    ['B2', 'B-2'],
    ['b-2', 'B-2'],
    ['class B', 'B'],
    ['c-61', 'C-61'],
    ['C-99', 'C-99'],
    ['c 99', 'C-99'],
    ['d-99 oakland', `D-99 ${oakland}`],
    ['b-99', "'b' '99'"],
    ['C-100', "'C' '100'"],
    // Misspelled.
    ['electricain', 'C-10'],
    ['plumer', 'C-36'],
    ['rofer', 'C-39'],
    ['landscapping', 'C-27'],
    ['insullation', 'C-2'],
    ['electrican', 'C-10'],
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
    // Names stay names.
    // A small place of this name exists, and more firms have the name than are there.
    ["o'brien", "'o'brien'"],
    ['plumber in obrien', 'C-36 @Obrien, CA'],
    ['harbor light', "'harbor' 'light'"],
    ['paradise roofing', "'paradise' C-39"],
    ['smith and sons tree', "'smith' 'sons' C-49"],
    ['painting by ross', "C-33 'by' 'ross'"],
    ['"summit roofing"', '\'"summit roofing"\''],
    ['roofing or plumbing', 'C-39 C-36'],
    ['roofing -plumbing', "C-39 '-plumbing'"],
    ['construction', "'construction'"],
    ['100200', '#100200'],
    ['license #100200', '#license #100200'],
    ['1002', '#1002'],
    // The number of a license before the same ZIP code.
    ['94601', '#94601'],
    // License numbers as people paste them.
    ['CSLB 100200', '#CSLB 100200'],
    ['CSLB# 100200', '#CSLB# 100200'],
    ['CSLB#100200', '#CSLB#100200'],
    ['CSLB License #100200', '#CSLB License #100200'],
    ['CA lic 100200', '#CA lic 100200'],
    ['Lic. No. 100200', '#Lic. No. 100200'],
    ['license: 100200', '#license: 100200'],
    ['License Number: 100200', '#License Number: 100200'],
    ['Número de licencia: 100200', '#Número de licencia: 100200'],
    ['License Number: 7799999', '#License Number: 7799999'],
    ['100200.', '#100200.'],
    ['0100200', '#0100200'],
    ['00100200', '#00100200'],
    ['100 200', '#100 200'],
    ['100,200', '#100,200'],
    ['100-200', '#100-200'],
    ['24 7', "'24' '7'"],
    // A word that is no slip stays as it is.
    ['casas', "'casas'"],
    ['zorb –plumbr', "'zorb' '-plumbr'"],
    ['-plumber zorb', "'-plumber' 'zorb'"],
    ['zorb -plumbr', "'zorb' '-plumbr'"],
    ['commercial', "'commercial'"],
    ['limpieza', "'limpieza'"],
    ['contractor', "'contractor'"],
    ['table', "'table'"],
    ['bay area', '@the Bay Area'],
    // Standing.
    ['good standing plumber', 'C-36 standing(good standing)'],
    ['plumber in good standing', 'C-36 standing(in good standing)'],
    ['plumber in oakland in good standing', `C-36 ${oakland} standing(in good standing)`],
    // Spanish "X de Y", and English everyday words.
    ['instalador de paneles solares', 'C-46'],
    ['limpieza de alfombras', 'C-15'],
    ['limpieza de albercas', 'D-35'],
    ['reparación de techos', 'C-39'],
    ['pintores de casas', 'C-33'],
    ['pintores de casas en oakland', `C-33 ${oakland}`],
    ['kitchen', 'B-2/B'],
    ['kitchen contractor', 'B-2/B'],
    ['kitchen cabinets', 'C-6'],
    ['tree guy', 'C-49'],
    ['b license', 'B'],
    ['license b', 'B'],
    ['C-10 license', 'C-10'],
    ['adu contractor', 'B'],
    ['ac', 'C-20'],
    ['a/c', 'C-20'],
    ['A/C in oakland', `C-20 ${oakland}`],
    ['ac oakland', `C-20 ${oakland}`],
    ['a&c electric', "'a' 'c' C-10"],
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
    // Firms of every trade.
    ['contractors in oakland', `every contractors ${oakland}`],
    ['oakland contractors', `${oakland} every contractors`],
    ['contractors near 94601', 'every contractors @94601 (Oakland, CA)'],
    ['licensed and insured contractors oakland', `every contractors ${oakland} (licensed and insured)`],
    ['minority owned contractor oakland', `every contractor ${oakland} (minority owned)`],
    ['contratistas en oakland', `every contratistas ${oakland}`],
    ['contractors', "'contractors'"],
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
    // A right word is no slip of a trade's word.
    ['waterproofing', 'C-39'],
    ['impermeabilización', 'C-39'],
    ['home inspector', 'home inspection(home inspector)'],
    ['chimney sweep', "C-29 'sweep'"],
    ['weatherprofing', 'D-65'],
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
    // Words for a filter and for firms, and nothing else.
    ['suspended contractors', 'every contractors standing(suspended)'],
    ['contractors with suspended license', 'every contractors standing(with suspended license)'],
    ['namc members', 'member(namc members)'],
    ['expired license', 'standing(expired license)'],
    ['in good standing', 'standing(in good standing)'],
    ['bay area roofers or plumbers', '@the Bay Area C-39 C-36'],
    ['oakland plumbers or electricians', `${oakland} C-36 C-10`],
    ['summit roofing or plumbing', "'summit' C-39 C-36"],
    // The state, and the word between alternatives.
    ['Portland, OR', '@Portland, OR'],
    ['plumber in Portland, OR', 'C-36 @Portland, OR'],
    ['plumber in Portland, OR 97201', 'C-36 @97201 (Portland, OR)'],
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
    ['namc plumbers', 'C-36 member(namc)'],
    ['plumbers who are namc members', 'C-36 member(who are namc members)'],
    // Nothing that nobody typed.
    [
      'contractors within 5 miles of 94601',
      'every contractors @94601 (Oakland, CA) distance(within 5 miles of)',
    ],
    // Work that no class is for.
    ['mold remediation', 'mold(mold remediation)'],
    ['mold remediation oakland', `mold(mold remediation) ${oakland}`],
    ['lead abatement', 'lead(lead abatement)'],
    ['lead paint removal in oakland', `lead(lead paint removal) ${oakland}`],
    ['asbestos abatement', 'C-22'],
    ['exterminators oakland', `pests(exterminators) ${oakland}`],
    ['remoción de moho', 'mold(remoción de moho)'],
    ['window cleaning', 'cleaning(window cleaning)'],
    ['window replacement', 'C-17'],
    ['pool cleaning', 'D-35'],
    ['drain cleaning service', 'C-36'],
    ['lead abatement contractors oakland', `lead(lead abatement contractors) ${oakland}`],
    ['DBE trucking oakland', `trucking(trucking) ${oakland} (DBE)`],
    ['bulk hauling', "'bulk' hauling(hauling)"],
    // Searches as members typed them.
    ['b general building richmond', 'B @Richmond, CA'],
    ['quien pone pisos', 'C-15'],
    ['who installs ev chargers', 'C-10'],
    ['5 mi plumber', 'C-36 distance(5 mi)'],
    ['pisos de madera', 'C-15'],
    ['cercas de madera en antioch', 'C-13 @Antioch, CA'],
    ['pisos en madera', 'C-15 @Madera, CA'],
    ['c-33 or c-9 oakland', `C-33 C-9 ${oakland}`],
    ['94601 94607', '@94601 (Oakland, CA) or@94607 (Oakland, CA)'],
    ['contractors near my house', "'contractors' here"],
    ['plumbers in my area', 'C-36 here'],
    ['contractors in chinatown sf', 'every contractors @Chinatown San Francisco, CA'],
    ['plumber soma sf', 'C-36 @SoMa, San Francisco, CA'],
    ['electricians who speak chinese', 'C-10 (who speak chinese)'],
    ['b2 license holders oakland', `B-2 ${oakland}`],
    ['corte de árboles', 'C-49'],
    ['hacer una cerca', 'C-13'],
    ['poner azulejo', 'C-54'],
    ['compañías constructoras en oakland', `A/B ${oakland}`],
    ['arreglar tuberías', 'C-36'],
    ['leaky faucet', 'C-36'],
    ['electrical panel upgrade', 'C-10'],
    ['french drain', 'C-27/C-36'],
    ['brush clearing', 'C-27/C-49'],
    ['how much to paint a house', 'C-33 (how much to)'],
    ['clear license', 'standing(clear license)'],
    ['small business enterprise electrical', 'C-10 (small business enterprise)'],
    ['electricians whose license expired', 'C-10 standing(whose license expired)'],
    ['underground utilities', 'A/C-34'],
    ['iron gates', 'C-23'],
    ['scaffolding rental', 'D-39'],
    ['top 10 roofers in oakland', `C-39 ${oakland} (top 10)`],
    ['list of plumbers in oakland', `C-36 ${oakland} (list of)`],
    ['subcontractors oakland', `every subcontractors ${oakland}`],
    ['check license 100200', '#100200 (check)'],
    ['roofers in san jose that are active', 'C-39 @San Jose, CA standing(that are active)'],
    ['namc members in oakland', `${oakland} member(namc members)`],
    ['members', 'member(members)'],
    // Several licenses, and addresses of one.
    ['100200, 100201', '#100200 #100201'],
    ['100200 100201', '#100200 #100201'],
    ['100200 and 100201', '#100200 #100201'],
    ['100200; 100201; 0100202', '#100200 #100201 #100202'],
    ['licenses 100200, 7799998', '#100200 #?7799998'],
    ['100200 94601', '#100200 #94601'],
    ['https://www.cslb.ca.gov/100200', '#https://www.cslb.ca.gov/100200'],
    ['cslb.ca.gov/100200', '#cslb.ca.gov/100200'],
    [
      'https://www.cslb.ca.gov/OnlineServices/CheckLicenseII/LicenseDetail.aspx?LicNum=100200',
      '#https://www.cslb.ca.gov/OnlineServices/CheckLicenseII/LicenseDetail.aspx?LicNum=100200',
    ],
    [
      'https://portal.example.org/contractors/100200?on=2026-01-02',
      '#https://portal.example.org/contractors/100200?on=2026-01-02',
    ],
    ['https://www.cslb.ca.gov/100200 https://www.cslb.ca.gov/100201', '#100200 #100201'],
    ['acme electric 100200', '#100200 (acme electric)'],
    ['Acme Electric (Lic #100200)', '#100200 (Acme Electric)'],
    ['acme electric 7799998', "'acme' C-10 '7799998'"],
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
    // Everyday texts of a trade.
    ['rough framing', 'C-5'],
    ['epoxy floors', 'C-15/D-12'],
    ['arreglo de techos', 'C-39'],
    ['maestro de obras', 'B'],
    ['who is the best electrician in oakland?', `C-10 ${oakland} (who is the best)`],
    ['union electrician', 'C-10 (union)'],
    ['electrician between oakland and berkeley', `C-10 ${oakland} or@Berkeley, CA`],
    ['electricista entre oakland y berkeley', `C-10 ${oakland} or@Berkeley, CA`],
    ['general b contractor sacramento', 'B @Sacramento, CA'],
    // A sign that nobody sees divides no word.
    ['plu\u200bmber', 'C-36'],
    ['plu\u00admber', 'C-36'],
    ['plu\u200emb\u2060er', 'C-36'],
    ['electrician in oakland c', `C-10 ${oakland}`],
    // A material behind a trade is no place of its name.
    ['cerca de madera', 'C-13'],
    ['cerca de madera en oakland', `C-13 ${oakland}`],
    ['necesito una cerca de madera', 'C-13'],
    ['cerca de piedra', 'C-13'],
    ['piso de madera', 'C-15'],
    ['pisos de madera en oakland', `C-15 ${oakland}`],
    ['puertas de madera fresno', 'D-28 @Fresno, CA'],
    ['ventanas de madera', 'C-17'],
    ['plomero cerca de madera', 'C-36 @Madera, CA'],
    ['contratistas cerca de madera', 'every contratistas @Madera, CA'],
    ['cerca de hierro', 'C-13'],
    ['cercas de aluminio en oakland', `C-13 ${oakland}`],
    ['escaleras de madera', 'C-5/C-6'],
    // A trade and its material are one thing.
    ['wrought iron fence', 'C-13/C-23'],
    ['wrought iron fence oakland', `C-13/C-23 ${oakland}`],
    ['glass doors', 'D-28/C-17'],
    ['glass or doors', 'C-17 D-28'],
    ['tile flooring', 'C-15/C-54'],
    ['brick fence', 'C-13/C-29'],
    ['tile roof', 'C-39'],
    ['concrete and fence', 'C-8 C-13'],
    ['piso de concreto', 'C-15/C-8'],
    ['cerca de hierro forjado', 'C-13/C-23'],
    ['techo de lámina', 'C-39'],
    ['ventanas y puertas', 'C-17/D-28'],
    ['windows and doors', 'C-17/D-28'],
    ['doors and windows oakland', `C-17/D-28 ${oakland}`],
    ['glass or doors', 'C-17 D-28'],
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
    // "Or" in Spanish, and lists whose last comma is an "or".
    ['plomero o electricista', 'C-36 C-10'],
    ['plomero o electricista en oakland', `C-36 C-10 ${oakland}`],
    ['pisos o techos', 'C-15 C-39'],
    ['electrician, plumber or roofer in oakland', `C-10 C-36 C-39 ${oakland}`],
    ['electricista, plomero o techador', 'C-10 C-36 C-39'],
    ['electrician, plumber, or roofer', 'C-10 C-36 C-39'],
    // "De" within a trade.
    ['gabinetes de cocina', 'C-6'],
    ['destape de drenaje', 'C-36/C-42'],
    ['estructura de acero', 'C-51'],
    ['electricistas de habla hispana', 'C-10 (de habla hispana)'],
    ['ciudad de oakland', oakland],
    ['plomero en la ciudad de oakland', `C-36 ${oakland}`],
    ['plomeros de oakland', `C-36 ${oakland}`],
    // Plain Spanish words.
    ['pintura exterior', 'C-33'],
    ['electricista certificado', 'C-10 (certificado)'],
    ['baldosa', 'C-54'],
    ['tabla roca', 'C-9'],
    ['piso laminado', 'C-15'],
    ['construcción en richmond', 'A/B @Richmond, CA'],
    ['plomería cerca de aquí', 'C-36 here'],
    ['handyman en español', 'B-2/B (en español)'],
    ['pavement', 'C-12'],
    // The contrary of a member is no wish for members.
    ['electrician not namc', 'C-10 not-member(not namc)'],
    ['plumbers who are not namc members', 'C-36 not-member(who are not namc members)'],
    ['non members plumber', 'C-36 not-member(non members)'],
    ['members only', 'member(members only)'],
    ['plumber members only', 'C-36 member(members only)'],
    // An area before work, which no firm is called.
    ['silicon valley hvac', '@Silicon Valley C-20'],
    ['east bay hvac', '@the East Bay C-20'],
    ['south bay roofing', '@the South Bay C-39'],
    ['central valley concrete', '@the Central Valley C-8'],
    // Coordinates.
    ['electrician near 37.8044,-122.2711', 'C-10 @37.8044, -122.2711'],
    ['electrician near 37.8044, -122.2711', 'C-10 @37.8044, -122.2711'],
    ['37.8044,-122.2711', '@37.8044, -122.2711'],
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

  it('only names if a person wants only names', async () => {
    const names = (q: string) => said({ q, words: 'names' });
    expect(await names('oakland plumber')).toBe("'oakland' 'plumber'");
    expect(await names('electrician in Alameda County')).toBe("'electrician' 'in' 'Alameda' 'County'");
    expect(await meaning({ q: 'plumber oakland', words: 'names' })).toMatchObject({
      place: null,
      counties: [],
    });
  });

  it('no other place than the one in the field for places', async () => {
    expect(await meaning({ q: 'plumber oakland', near: 'Fresno' })).toMatchObject({
      place: { label: 'Fresno, CA' },
    });
    expect(await said({ q: 'plumber oakland', near: 'Fresno' })).toBe("C-36 'oakland'");
  });

  it('a license whose number is a ZIP code too, with that ZIP code', async () => {
    expect((await meaning({ q: '94601' })).understood).toEqual([
      { as: 'license', typed: '94601', isWhole: false, zip: '94601' },
    ]);
    expect((await meaning({ q: 'license 94601' })).understood).toMatchObject([{ as: 'license', zip: null }]);
    expect((await meaning({ q: '100200' })).understood).toMatchObject([{ as: 'license', zip: null }]);
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

  it('everyone else, where words to leave out stand beside a filter', async () => {
    const besides: Partial<z.input<typeof contractorFilters>>[] = [
      { trades: ['C-10'] },
      { near: 'Oakland' },
      { member: true },
      { words: 'names', standing: 'good' },
    ];
    for (const beside of besides) {
      const { text, nothingRead } = await meaning({ ...beside, q: '-acme' });
      expect(nothingRead).toBe(false);
      expect(text?.clauses.map(({ query }) => query[0])).toEqual(['!']);
    }
    const named = async (q: string) => {
      const input = searchContractorsInput.parse({ q, trades: ['B'] });
      const page = await portal.db.read(visitor, (tx) => searchContractors(tx, input));
      return page.contractors.map(({ licenseNumber }) => licenseNumber);
    };
    const everyone = await named('');
    expect(everyone).toHaveLength(9);
    const others = await named('-affordable');
    expect(others.toSorted()).toEqual(everyone.filter((number) => number !== '100206').toSorted());
    expect(others).toHaveLength(8);
    expect(await meaning({ q: '-acme' })).toMatchObject({ nothingRead: true });
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

  it('the licenses of a list and no others, in the order of their numbers', async () => {
    const found = async (q: string) => {
      const page = await portal.db.read(visitor, (tx) =>
        searchContractors(tx, searchContractorsInput.parse({ q })),
      );
      return page.contractors.map(({ licenseNumber }) => licenseNumber);
    };
    expect(await found('100205, 100200; 7799998')).toEqual(['100200', '100205']);
    expect(await found('https://www.cslb.ca.gov/100202')).toEqual(['100202']);
    expect(await found('GOODYEARS ARENA 100207')).toEqual(['100207']);
    expect(await found('7799997, 7799998')).toEqual([]);
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

  it('nothing where there are only signs', async () => {
    for (const q of ['🏠', '&|!:*', "'", '--', '()', '…', '-solar']) {
      expect(await meaning({ q })).toMatchObject({ nothingRead: true, understood: [] });
    }
    expect(await meaning({ q: '  ' })).toMatchObject({ nothingRead: false });
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
