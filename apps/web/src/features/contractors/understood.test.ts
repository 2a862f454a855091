import { describe, expect, it } from 'vitest';
import { contractorSearchDefaults } from './contractor-search.ts';
import { asCertification, asFilters, meaningOf, type Understood } from './understood.ts';

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
