import { describe, expect, it } from 'vitest';
import { contractorSearchDefaults } from './contractor-search.ts';
import {
  asCertification,
  asFilters,
  asZip,
  inOtherPlaces,
  meaningOf,
  namesPlace,
  nothingReadWords,
  type Understood,
  withoutNames,
  wordsLeftOut,
} from './understood.ts';

const search = contractorSearchDefaults;
const trade = (typed: string, ...codes: string[]): Understood => ({ as: 'trade', typed, codes });
const name = (typed: string): Understood => ({ as: 'name', typed });

describe('words for certifications', () => {
  it('are said to name a certification, which is no trade', () => {
    expect(meaningOf(trade('asb', 'ASB'), 20)).toBe(
      'the asbestos certification (ASB), or the word in a name',
    );
    expect(meaningOf(trade('hazmat', 'HAZ'), 20)).toBe(
      'the hazardous substance removal certification (HAZ), or the word in a name',
    );
    expect(meaningOf(trade('asbestos', 'C-22', 'ASB'), 20)).toBe(
      'the trade Asbestos Abatement (C-22), the asbestos certification (ASB), or the word in a name',
    );
    expect(meaningOf(trade('carpenter', 'C-5', 'C-6'), 20)).toBe(
      'the trades Framing and Rough Carpentry (C-5) or Cabinet, Millwork and Finish Carpentry (C-6), or the word in a name',
    );
  });

  it('become the filter of the certification', () => {
    expect(asFilters(search, [trade('plumber', 'C-36'), trade('asb', 'ASB'), name('acme')])).toEqual({
      q: 'acme',
      trades: ['C-36'],
      match: 'all',
      certifications: ['ASB'],
    });
    expect(asCertification(search, [trade('asb', 'ASB')])).toBeNull();
  });

  it('that name a trade too are no filter of both, and lead to the certification alone', () => {
    const understood = [name('acme'), trade('asbestos', 'C-22', 'ASB')];
    expect(asFilters(search, understood)).toBeNull();
    expect(asCertification({ ...search, certifications: ['HAZ'] }, understood)).toEqual({
      label: 'Only the asbestos certification (ASB)',
      filters: { q: 'acme', certifications: ['HAZ', 'ASB'] },
    });
    expect(asCertification(search, [name('acme'), trade('or asbestos', 'C-22', 'ASB')])).toBeNull();
  });
});

describe('words that are left out', () => {
  it('are said to be', () => {
    expect(meaningOf({ as: 'aside', typed: 'cheap' }, 20)).toBe('left out: no license says this');
    expect(meaningOf({ as: 'standing', typed: 'in good standing', standing: 'good' }, 20)).toBe(
      'left out: choose the standing under “Standing”',
    );
  });

  it('name a place to leave out, which no filter does', () => {
    const painter = trade('painter', 'C-33');
    const exclusion = { as: 'exclusion', typed: 'not in oakland' } as const;
    expect(meaningOf(exclusion, 20)).toBe('left out: a search leaves no place out');
    expect(asFilters(search, [painter, exclusion])).toEqual({ q: '', trades: ['C-33'], match: 'any' });
  });

  it('are named to a person who saves the search', () => {
    expect(
      wordsLeftOut([
        { as: 'standing', typed: 'suspended', standing: 'not-good' },
        trade('electricians', 'C-10'),
        { as: 'place', typed: 'in oakland', label: 'Oakland, CA', near: 'Oakland, CA' },
        { as: 'other-place', typed: 'or berkeley', label: 'Berkeley, CA', near: 'Berkeley, CA' },
        { as: 'distance', typed: 'within 10 miles of', miles: 10 },
        name('acme'),
      ]),
    ).toEqual(['suspended', 'berkeley', 'within 10 miles of']);
  });

  it('are to become filters where they name no firm', () => {
    const standing = { as: 'standing', typed: 'suspended', standing: 'not-good' } as const;
    const everyone = { as: 'everyone', typed: 'contractors' } as const;
    expect(nothingReadWords([everyone, standing])).toContain('Turn them into filters');
    expect(asFilters(search, [everyone, standing])).toEqual({ q: '', standing: 'not-good' });
    expect(nothingReadWords([])).toContain('Nothing in this search could be read');
  });

  it('become the filter of the standing, or nothing', () => {
    const plumber = trade('plumber', 'C-36');
    expect(asFilters(search, [plumber, { as: 'aside', typed: 'cheap' }])).toEqual({
      q: '',
      trades: ['C-36'],
      match: 'any',
    });
    expect(
      asFilters(search, [plumber, { as: 'standing', typed: 'in good standing', standing: 'good' }]),
    ).toEqual({
      q: '',
      trades: ['C-36'],
      match: 'any',
      standing: 'good',
    });
    expect(
      asFilters(search, [name('acme'), { as: 'standing', typed: 'good standing', standing: 'good' }]),
    ).toEqual({
      q: 'acme',
      standing: 'good',
    });
  });
});

it('more trades than a search takes are no filter', () => {
  const many = Array.from({ length: 21 }, (_, at) => trade(`or d${at + 1}`, `D-${at + 1}`));
  expect(asFilters(search, many.slice(0, 20))).toMatchObject({ match: 'any' });
  expect(asFilters(search, many)).toBeNull();
});

it('a city or a county is a place of the search, and an unknown place is none', () => {
  expect(
    namesPlace([
      name('acme'),
      { as: 'county', typed: 'napa county', label: 'Napa County', counties: ['Napa'] },
    ]),
  ).toBe(true);
  expect(namesPlace([{ as: 'place', typed: 'fresno', label: 'Fresno, CA', near: 'Fresno, CA' }])).toBe(true);
  expect(namesPlace([{ as: 'unknown-place', typed: 'in oak', name: 'oak' }])).toBe(false);
});

it('a distance and members become filters too', () => {
  const plumber = trade('plumber', 'C-36');
  expect(
    asFilters(search, [
      plumber,
      { as: 'distance', typed: 'within 10 miles of', miles: 10 },
      { as: 'member', typed: 'namc members' },
    ]),
  ).toMatchObject({ q: '', trades: ['C-36'], miles: 10, member: true });
  expect(
    asFilters(search, [plumber, { as: 'standing', typed: 'expired license', standing: 'not-good' }]),
  ).toMatchObject({ standing: 'not-good' });
});

it('a place that is only begun becomes no filter', () => {
  const begun = { as: 'begun-place', typed: 'in oak', name: 'oak' } as const;
  expect(asFilters(search, [trade('plumber', 'C-36'), begun])).toBeNull();
});

it('several counties become filters, half the state does not, and another city is a search of its own', () => {
  const plumber = trade('plumber', 'C-36');
  const county = (counties: string[]) =>
    [plumber, { as: 'county', typed: 'bay area', label: 'the Bay Area', counties }] as const;
  expect(asFilters(search, county(['Alameda', 'Marin']))).toMatchObject({
    q: '',
    counties: ['Alameda', 'Marin'],
  });
  expect(asFilters(search, county(Array.from({ length: 48 }, () => 'Napa')))).toBeNull();
  expect(
    inOtherPlaces('plumber oakland or berkeley', [
      plumber,
      { as: 'place', typed: 'oakland', label: 'Oakland, CA', near: 'Oakland, CA' },
      { as: 'other-place', typed: 'berkeley', label: 'Berkeley, CA', near: 'Berkeley, CA' },
    ]),
  ).toEqual([{ label: 'Search in Berkeley, CA', filters: { q: 'plumber', near: 'Berkeley, CA' } }]);
});

it('digits that are a license and a ZIP code lead to the ZIP code', () => {
  expect(asZip([{ as: 'license', typed: '94602', zip: '94602' }])).toEqual({
    label: 'Search near the ZIP code 94602',
    filters: { q: '', near: '94602' },
  });
  expect(asZip([{ as: 'license', typed: '100200', zip: null }])).toBeNull();
  expect(asZip([name('acme')])).toBeNull();
});

it('a search that finds nobody is offered without the words that only a name can have', () => {
  const plumber = trade('plumber', 'C-36');
  expect(withoutNames([plumber, name('sink'), name('"blue door"')])).toEqual({
    label: 'Search without “sink” and “blue door”',
    filters: { q: 'plumber' },
  });
  expect(withoutNames([name('-acme'), plumber])).toBeNull();
  expect(withoutNames([name('acme')])).toBeNull();
  expect(withoutNames([name('acme'), trade('or plumber', 'C-36')])).toBeNull();
});
