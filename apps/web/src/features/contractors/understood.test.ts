import { wordsLeftOut } from '@namc/inputs/words-left-out';
import { describe, expect, it } from 'vitest';
import { wordsToSave } from './applied-filters.ts';
import { contractorSearchDefaults, type SearchChange } from './contractor-search.ts';
import {
  asCertification,
  asFilters,
  asZip,
  inOtherPlaces,
  inPlaceOfWork,
  meaningOf,
  namesPlace,
  nothingReadWords,
  placesLost,
  type Understood,
  withoutNames,
} from './understood.ts';
import { inForceOf, overWords } from './words-in-force.ts';

const search = contractorSearchDefaults;
const trade = (typed: string, ...codes: string[]): Understood => ({ as: 'trade', typed, codes });
const inForce = { ...search, place: null };
const name = (typed: string): Understood => ({ as: 'name', typed });

describe('words for certifications', () => {
  it('are said to name a certification, which is no trade', () => {
    expect(meaningOf(trade('asb', 'ASB'), inForce)).toBe(
      'the asbestos certification (ASB), or the word in a name',
    );
    expect(meaningOf(trade('hazmat', 'HAZ'), inForce)).toBe(
      'the hazardous substance removal certification (HAZ), or the word in a name',
    );
    expect(meaningOf(trade('asbestos', 'C-22', 'ASB'), inForce)).toBe(
      'the trade Asbestos Abatement (C-22), the asbestos certification (ASB), or the word in a name',
    );
    expect(meaningOf(trade('carpenter', 'C-5', 'C-6'), inForce)).toBe(
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

const suspended = { as: 'standing', typed: 'suspended', standing: 'not-good' } as const;
const within = { as: 'distance', typed: 'within 10 miles of', miles: 10 } as const;
const member = { as: 'member', typed: 'namc members', is: true } as const;

describe('words that ask for what a filter says', () => {
  const asked = [suspended, member, trade('electricians', 'C-10'), within];
  const q = 'suspended namc members electricians, within 10 miles of Oakland';

  it('are in force, and a filter that is set overrules them', () => {
    expect(inForceOf({ ...search, q }, asked)).toMatchObject({
      standing: 'not-good',
      member: true,
      miles: 10,
    });
    const set = { standing: 'good', member: false, miles: 50 } as const;
    expect(inForceOf({ ...search, q, ...set }, asked)).toMatchObject(set);
    // The answer may be that to earlier words.
    expect(inForceOf({ ...search, q: 'electricians' }, asked)).toMatchObject({
      standing: undefined,
      miles: 20,
    });
  });

  it('are said to be filters, or left out', () => {
    const near = { ...search, place: {} };
    expect(meaningOf(suspended, { ...near, standing: 'not-good' })).toBe(
      'only licenses that are not in good standing: suspended, inactive, expired, canceled or revoked',
    );
    expect(meaningOf(suspended, { ...near, standing: 'good' })).toBe(
      'ignored: you chose something else under “Standing”',
    );
    const active = { as: 'standing', typed: 'active', standing: 'clear' } as const;
    expect(meaningOf(active, { ...near, standing: 'clear' })).toBe(
      'only licenses that are clear, with or without a warning',
    );
    const both = { as: 'standing', typed: 'active and suspended', standing: 'any' } as const;
    expect(meaningOf(both, near)).toBe('licenses of every standing');
    expect(wordsLeftOut([both], near)).toEqual([]);
    expect(wordsLeftOut([both], { ...near, standing: 'good' })).toEqual(['active and suspended']);
    expect(inForceOf({ ...contractorSearchDefaults, q: 'active and suspended' }, [both]).standing).toBe(
      undefined,
    );
    expect(meaningOf(member, { ...near, member: true })).toBe('only NAMC members');
    const other = { ...member, typed: 'not namc', is: false };
    expect(meaningOf(other, { ...near, member: false })).toBe('only firms that aren’t NAMC members');
    expect(wordsLeftOut([other], { ...near, member: false })).toEqual([]);
    expect(wordsLeftOut([other], { ...near, member: true })).toEqual(['not namc']);
    expect(inForceOf({ ...contractorSearchDefaults, q: 'not namc' }, [other]).member).toBe(false);
    expect(meaningOf(within, { ...near, miles: 10 })).toBe('the distance');
    expect(meaningOf(within, near)).toBe('ignored: you chose something else under “Within”');
    expect(meaningOf(within, inForce)).toBe('ignored: there’s no place to measure from');
  });

  it('go with a choice of the filter', () => {
    const over = (change: SearchChange) => overWords(q, asked, change);
    expect(over({ standing: 'good' })).toEqual({
      standing: 'good',
      q: 'namc members electricians, within 10 miles of Oakland',
    });
    expect(over({ standing: undefined, on: undefined }).q).toBe(
      'namc members electricians, within 10 miles of Oakland',
    );
    expect(over({ member: undefined }).q).toBe('suspended electricians, within 10 miles of Oakland');
    expect(over({ miles: 20 }).q).toBe('suspended namc members electricians, near Oakland');
    expect(over({ trades: ['C-10'] })).toEqual({ trades: ['C-10'] });
    expect(over({ q: '', standing: undefined })).toEqual({ q: '', standing: undefined });
    expect(overWords('plumber oakland 5 mi', [{ ...within, typed: '5 mi' }], { miles: 20 }).q).toBe(
      'plumber oakland',
    );
  });
});

describe('words that are left out', () => {
  it('are said to be', () => {
    expect(meaningOf({ as: 'aside', typed: 'cheap' }, inForce)).toBe(
      'ignored: license records don’t say this',
    );
  });

  it('are not those that ask for all firms', () => {
    const all: Understood[] = [
      { as: 'everyone', typed: 'contractors' },
      { as: 'all', typed: 'all' },
    ];
    const saved = { ...search, q: 'all contractors', place: null };
    const leftOut = wordsLeftOut(all, saved);
    expect(leftOut).toEqual([]);
    expect(wordsToSave(saved, leftOut)).toEqual(['“all contractors”']);
    expect(all.map((part) => meaningOf(part, inForce))).toEqual([
      'firms of every trade',
      'every firm that matches',
    ]);
  });

  it('name a place to leave out, which no filter does', () => {
    const painter = trade('painter', 'C-33');
    const exclusion = { as: 'exclusion', typed: 'not in oakland' } as const;
    expect(meaningOf(exclusion, inForce)).toBe('ignored: a search can’t exclude a place');
    expect(asFilters(search, [painter, exclusion])).toEqual({ q: '', trades: ['C-33'], match: 'any' });
    expect(placesLost([painter, exclusion])).toEqual(['not in oakland']);
  });

  it('are named to a person who saves the search, and are not in its name', () => {
    const q = 'suspended electricians in Oakland, or Berkeley';
    const understood: Understood[] = [
      trade('electricians', 'C-10'),
      { as: 'place', typed: 'in Oakland', label: 'Oakland, CA', near: 'Oakland, CA' },
      { as: 'other-place', typed: 'Berkeley', label: 'Berkeley, CA', near: 'Berkeley, CA' },
      suspended,
      { as: 'aside', typed: 'cheap' },
    ];
    const saved = { ...inForceOf({ ...search, q }, understood), place: {} };
    const leftOut = wordsLeftOut(understood, saved);
    expect(leftOut).toEqual(['Berkeley', 'cheap']);
    expect(wordsToSave(saved, leftOut)).toEqual([
      '“suspended electricians in Oakland”',
      'Not in good standing',
    ]);
    expect(wordsLeftOut(understood, { ...saved, standing: 'good' })).toContain('suspended');
    expect(wordsLeftOut([within], { ...saved, place: null, miles: 10 })).toEqual(['within 10 miles of']);
  });

  it('find nobody where they name no firm', () => {
    expect(nothingReadWords([within])).toContain('don’t name a firm');
    expect(nothingReadWords([])).toContain('We couldn’t find a word');
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

it('work that no class is for leads to those who may do it', () => {
  const mold: Understood = {
    as: 'other-work',
    typed: 'mold remediation',
    kind: 'mold',
    codes: ['B', 'B-2'],
  };
  expect(meaningOf(mold, inForce)).toBe(
    'in a name: the license board has no class for this, and California has no license for mold work',
  );
  expect(inPlaceOfWork({ ...search, q: 'Mold remediation, Oakland' }, [mold])).toEqual({
    label: 'Search General Building (B) or Residential Remodeling (B-2)',
    filters: { q: 'Oakland', trades: ['B', 'B-2'], match: 'any' },
  });
  expect(inPlaceOfWork({ ...search, trades: ['C-9'] }, [mold])).toBeNull();
  expect(inPlaceOfWork(search, [{ ...mold, kind: 'pests', codes: [] }])).toBeNull();
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
      { as: 'member', typed: 'namc members', is: true },
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
  expect(asZip([{ as: 'license', typed: '94602', isWhole: false, zip: '94602' }])).toEqual({
    label: 'Search near the ZIP code 94602',
    filters: { q: '', near: '94602' },
  });
  expect(asZip([{ as: 'license', typed: '100200', isWhole: false, zip: null }])).toBeNull();
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
