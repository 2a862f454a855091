import { counties } from '@namc/inputs/california';
import { beforeAll, describe, expect, it } from 'vitest';
import { addContractors } from '../contractors/factory.ts';
import { visitor } from '../engine/actors.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { areaNames, countiesOfArea } from './areas.ts';
import {
  checkAddress,
  findFirstPlace,
  findPlace,
  findPlaceAtEndOf,
  listNearestPlaces,
  suggestPlaces,
} from './queries.ts';

const portal = testDatabase();

const find = (near: string) => portal.db.read(visitor, (tx) => findPlace(tx, near));
const label = async (near: string) => (await find(near))?.label;
const first = (texts: string[]) => portal.db.read(visitor, (tx) => findFirstPlace(tx, texts));
const nearest = async (near: string) =>
  (await portal.db.read(visitor, (tx) => listNearestPlaces(tx, near))).map((one) => one.label);
const suggest = async (typed: string) =>
  (await portal.db.read(visitor, (tx) => suggestPlaces(tx, { typed }))).map((one) => one.label);

beforeAll(async () => {
  const inCity = (city: string, zipCode: string, from: number, count: number) =>
    Array.from({ length: count }, (_, number) => ({ licenseNumber: String(from + number), city, zipCode }));
  await addContractors(portal.owner, [
    ...inCity('ALTA LOMA', '91701', 100, 3),
    ...inCity('ALTA LOMA', '91737-1234', 110, 1),
    ...inCity('PINEDALE', '93650', 120, 1),
    ...inCity('OAKLAND', '90012', 130, 5),
    ...inCity('ST HELENA', '94574', 140, 3),
    ...inCity('NOWHERE', '00000', 150, 3),
    ...inCity('½ MOON – BAY', '94019', 160, 3),
  ]);
});

describe('a place as people write it', () => {
  it.each([
    ['St. Helena', 'Saint Helena, CA'],
    ['st helena ca', 'Saint Helena, CA'],
    ['SAINT-HELENA, Calif.', 'Saint Helena, CA'],
    ['La Cañada Flintridge', 'La Canada Flintridge, CA'],
    ['La Canada-Flintridge', 'La Canada Flintridge, CA'],
    ['la cañada', 'La Canada Flintridge, CA'],
    ['San José', 'San Jose, CA'],
    ['San Buenaventura', 'Ventura, CA'],
    ['Mt. Shasta', 'Mount Shasta, CA'],
    ['Ft Bragg', 'Fort Bragg, CA'],
    ['N. Hollywood', 'North Hollywood, CA'],
    ['So. San Francisco', 'South San Francisco, CA'],
    ['W Sacramento', 'West Sacramento, CA'],
    ['Newport Bch', 'Newport Beach, CA'],
    ['Santa Fe Spgs.', 'Santa Fe Springs, CA'],
    ['Carmel-by-the-Sea', 'Carmel by the Sea, CA'],
    ['29 Palms', 'Twentynine Palms, CA'],
    ['Twenty-Nine Palms', 'Twentynine Palms, CA'],
    ['1000 Oaks', 'Thousand Oaks, CA'],
    ['Industry', 'City of Industry, CA'],
    ['mccloud', 'McCloud, CA'],
    ['Mc Cloud', 'McCloud, CA'],
    ['mcfarland', 'McFarland, CA'],
    ['96057', '96057 (McCloud, CA)'],
    ['the City of Oakland', 'Oakland, CA'],
    ['elcerrito', 'El Cerrito, CA'],
    ['SF', 'San Francisco, CA'],
    ['S.F.', 'San Francisco, CA'],
    ['LA', 'Los Angeles, CA'],
    ['L.A., CA', 'Los Angeles, CA'],
    ['SJ', 'San Jose, CA'],
    ['Sac', 'Sacramento, CA'],
    ['SLO', 'San Luis Obispo, CA'],
    ['Oakland, California, USA', 'Oakland, CA'],
    ['94601', '94601 (Oakland, CA)'],
    ['94601-1234', '94601 (Oakland, CA)'],
    ['94601 1234', '94601 (Oakland, CA)'],
    ['946011234', '94601 (Oakland, CA)'],
    ['Oakland, CA 94601-1234', '94601 (Oakland, CA)'],
    ['94601 (Oakland, CA)', '94601 (Oakland, CA)'],
    ['Reno, Nevada', 'Reno, NV'],
    ['New York, New York', 'New York, NY'],
    ['Winston-Salem, North Carolina', 'Winston-Salem, NC'],
    ['Washington, D.C.', 'Washington, DC'],
    ['St. Louis MO', 'Saint Louis, MO'],
    // Cities and neighborhoods without a post office of their own.
    ['East Palo Alto', 'East Palo Alto, CA'],
    ['E. Palo Alto', 'East Palo Alto, CA'],
    ['west oakland', 'West Oakland, CA'],
    ['Fruitvale', 'Fruitvale, Oakland, CA'],
    ['Fruitvale, Oakland, CA', 'Fruitvale, Oakland, CA'],
    ['the Mission', 'Mission District, San Francisco, CA'],
    ['Hollywood', 'Hollywood, Los Angeles, CA'],
    ['East L.A.', 'East Los Angeles, CA'],
    ['Foster City', 'Foster City, CA'],
    ['Tiburon', 'Tiburon, CA'],
    // Parts of cities that have no name of their own here.
    ['North Fresno', 'Fresno, CA'],
    ['downtown Stockton, CA', 'Stockton, CA'],
    ['S. Modesto', 'Modesto, CA'],
    ['the Sacramento area', 'Sacramento, CA'],
    ['Greater Redding', 'Redding, CA'],
    ['West Sacramento', 'West Sacramento, CA'],
    ['South Lake Tahoe', 'South Lake Tahoe, CA'],
    ['North Hollywood', 'North Hollywood, CA'],
  ])('%s is %s', async (typed, expected) => {
    expect(await label(typed)).toBe(expected);
  });

  it.each(['Atlantis', '', ' ', '!?', '00000', 'Oakland, Ontario', 'CA', ', CA', '\0', '91,181', '-'])(
    '“%s” is no place',
    async (typed) => {
      expect(await find(typed)).toBeUndefined();
    },
  );

  it.each([
    ['Alameda County', 'Alameda'],
    ['alameda co.', 'Alameda'],
    ['County of Los Angeles', 'Los Angeles'],
    ['Marin', 'Marin'],
    ['OC', 'Orange'],
    ['Contra Costa County, CA', 'Contra Costa'],
    ['SF county', 'San Francisco'],
    ['S.F. County', 'San Francisco'],
    ['City and County of San Francisco', 'San Francisco'],
    ['LA County', 'Los Angeles'],
    ['SLO county', 'San Luis Obispo'],
    ['condado de Alameda', 'Alameda'],
  ])('%s is the whole county', async (typed, county) => {
    expect(await find(typed)).toMatchObject({ kind: 'county', county, label: `${county} County` });
  });

  it.each([
    ['Bay Area', 'Bay Area'],
    ['the bay area', 'Bay Area'],
    ['SF Bay Area, CA', 'Bay Area'],
    ['East Bay', 'East Bay'],
    ['the peninsula', 'Peninsula'],
    ['norcal', 'Northern California'],
    ['Southern California', 'Southern California'],
    ['inland empire', 'Inland Empire'],
  ])('%s is an area of counties', async (typed, name) => {
    expect(await find(typed)).toMatchObject({ kind: 'area', county: null, label: name });
    expect(countiesOfArea(name).length).toBeGreaterThan(0);
  });

  it('every area has counties of California, and each half of the state the other’s complement', () => {
    for (const { counties: within } of areaNames) expect(counties).toEqual(expect.arrayContaining(within));
    const halves = [...countiesOfArea('Northern California'), ...countiesOfArea('Southern California')];
    expect(halves.sort()).toEqual([...counties].sort());
  });

  it('a city with the name of a county is the city', async () => {
    expect(await find('Alameda')).toMatchObject({ kind: 'city', county: null, label: 'Alameda, CA' });
  });

  it('a city or neighborhood that only the board’s file names is where most of its rows are', async () => {
    const zip = await find('91701');
    expect(await find('alta loma')).toMatchObject({
      label: 'Alta Loma, CA',
      latitude: zip?.latitude,
      longitude: zip?.longitude,
    });
    expect(await label('Pinedale')).toBe('Pinedale, CA');
  });

  it('the file moves no city of the list, and adds none without a known ZIP code', async () => {
    const oakland = await find('Oakland');
    expect(oakland?.latitude).toBeCloseTo(37.8, 1);
    expect(await find('Nowhere')).toBeUndefined();
  });
});

describe('the first of several texts that is a place', () => {
  it('is found by its order', async () => {
    expect(await first(['plumber oakland', 'oakland', 'alameda county'])).toMatchObject({
      text: 'oakland',
      place: { label: 'Oakland, CA' },
    });
    expect(await first(['plumber', 'emergency'])).toBeUndefined();
    expect(await first([])).toBeUndefined();
  });

  it('is not a city that one row of the file names', async () => {
    expect(await first(['pinedale'])).toBeUndefined();
    expect(await first(['pinedale', 'alta loma'])).toMatchObject({ text: 'alta loma' });
  });
});

describe('the place at the end of a text', () => {
  const atEnd = (text: string) => portal.db.read(visitor, (tx) => findPlaceAtEndOf(tx, text));

  it.each([
    ['plumber oakland', 'oakland', 'plumber'],
    ['electrician near st helena', 'st helena', 'electrician near'],
    ['tile in alameda county', 'alameda county', 'tile in'],
    ['roofer 94601', '94601', 'roofer'],
    ['painter reno nv', 'reno nv', 'painter'],
    ['oakland', 'oakland', ''],
  ])('of “%s” is “%s”', async (text, typed, rest) => {
    expect(await atEnd(text)).toMatchObject({ typed, rest });
  });

  it('is undefined where the end names none', async () => {
    expect(await atEnd('oakland plumber')).toBeUndefined();
    expect(await atEnd('')).toBeUndefined();
  });
});

describe('suggestions', () => {
  it('begin with the typed text, however it is written', async () => {
    expect((await suggest('oakl'))[0]).toBe('Oakland, CA');
    expect(await suggest('st hel')).toEqual(['Saint Helena, CA']);
    expect(await suggest('St. Hel')).toEqual(['Saint Helena, CA']);
    expect(await suggest('la cañ')).toContain('La Canada Flintridge, CA');
    expect(await suggest('alta l')).toEqual(['Alta Loma, CA']);
    expect(await suggest('oakland, c')).toEqual(await suggest('oakland'));
    expect(await suggest('oakland ca')).toEqual(await suggest('oakland'));
    expect(await suggest('oakland calif')).toEqual(await suggest('oakland'));
    expect(await suggest('san ca')).toContain('San Carlos, CA');
  });

  it('are written as the rows of a list are', async () => {
    expect(await suggest('mccl')).toEqual(expect.arrayContaining(['McCloud, CA', 'McClellan, CA']));
    expect(await suggest('city of ind')).toContain('City of Industry, CA');
    expect(await suggest('9605')).toContain('96057 (McCloud, CA)');
    expect(await nearest('mcclould')).toContain('McCloud, CA');
  });

  it('go on from “city of” too, where a city has these words in its name', async () => {
    expect((await suggest('city of'))[0]).toBe('City of Industry, CA');
    expect((await suggest('City of i'))[0]).toBe('City of Industry, CA');
    expect(await suggest('city of oakl')).toEqual(await suggest('oakl'));
    expect(await label('city of oakland')).toBe('Oakland, CA');
  });

  it('put the exact name first, then the best known cities', async () => {
    expect((await suggest('alameda')).slice(0, 2)).toEqual(['Alameda County', 'Alameda, CA'].reverse());
    const known = (await suggest('san')).slice(0, 4);
    expect(known).toEqual(expect.arrayContaining(['San Diego, CA', 'San Francisco, CA', 'San Jose, CA']));
    expect((await suggest('sf'))[0]).toBe('San Francisco, CA');
  });

  it('of a short form are also the longer words that begin with it', async () => {
    expect(await suggest('st')).toContain('Stockton, CA');
    expect(await suggest('sono')).toContain('Sonoma County');
    expect(await suggest('so')).toContain('South San Francisco, CA');
    expect(await suggest('bay a')).toEqual(['Bay Area']);
  });

  it('of digits are ZIP codes', async () => {
    expect((await suggest('9460')).slice(0, 2)).toEqual(['94601 (Oakland, CA)', '94602 (Oakland, CA)']);
  });

  it('are never more than eight, and each is found again', async () => {
    for (const typed of ['s', 'san', '946', 'la', 'o', 'mc', 'carmel']) {
      const found = await suggest(typed);
      expect(found.length).toBeLessThanOrEqual(8);
      for (const one of found) expect(await label(one)).toBe(one);
    }
    expect(await suggest('')).toEqual([]);
    expect(await suggest('%_')).toEqual([]);
    expect(await suggest('pinedale')).toEqual([]);
  });
});

describe('an address', () => {
  it('fits, or says that its ZIP code is unknown, outside California, or far from the city', async () => {
    const check = (zipCode: string, city: string) =>
      portal.db.read(visitor, (tx) => checkAddress(tx, { zipCode, city }));
    for (const [zip, city] of [
      ['94601', 'Oakland'],
      ['94601', 'oakland '],
      ['94601', 'Berkeley'],
      ['94601', ''],
      ['94601', 'Nowhere in particular'],
      ['90001', 'Los Angeles'],
    ] as const)
      expect([zip, city, (await check(zip, city)).outcome]).toEqual([zip, city, 'fits']);
    expect(await check('94601', 'Fresno')).toEqual({
      outcome: 'apart',
      label: 'Oakland, CA',
      miles: expect.any(Number),
    });
    expect((await check('94601', 'Fresno')).miles).toBeGreaterThan(120);
    expect(await check('89501', 'Oakland')).toMatchObject({ outcome: 'elsewhere', label: 'Reno, NV' });
    expect(await check('00000', 'Oakland')).toMatchObject({ outcome: 'unknown', label: null });
  });
});

describe('an unknown place', () => {
  it('has near names', async () => {
    expect((await nearest('Oaklnad'))[0]).toBe('Oakland, CA');
    expect((await nearest('Sacremento'))[0]).toBe('Sacramento, CA');
    expect(await nearest('San Fransisco')).toContain('San Francisco, CA');
    expect(await nearest('Almeda County')).toContain('Alameda County');
    expect(await nearest('xqzzy')).toEqual([]);
    expect(await nearest('!')).toEqual([]);
  });

  it('in another state is named with it', async () => {
    expect((await nearest('Phoenix'))[0]).toBe('Phoenix, AZ');
  });

  it('has near ZIP codes', async () => {
    expect(await nearest('94600')).toContain('94601 (Oakland, CA)');
    expect(await nearest('00000')).toHaveLength(3);
    expect(await nearest('99999')).toHaveLength(3);
  });
});

describe('short texts', () => {
  it('are one place, or none', async () => {
    expect(await label('37.8 -122.27')).toBe('37.8, -122.27');
    expect(await label('Mt. View')).toBe('Mountain View, CA');
    expect(await label('The Mission, San Francisco')).toBe('Mission District, San Francisco, CA');
    expect(await label('94601 94602')).toBeUndefined();
    expect(await label('94601, 94602')).toBeUndefined();
    expect(await label('946011234')).toBe('94601 (Oakland, CA)');
  });

  it('are labeled with the whole name of the city', async () => {
    const found = await suggest('downtown s');
    expect(found).toContain('Downtown San Francisco, CA');
    expect(found.join()).not.toContain('Sf');
  });
});
