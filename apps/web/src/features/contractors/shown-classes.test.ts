import { describe, expect, it } from 'vitest';
import { searchedClasses, shownClasses } from './shown-classes.ts';

describe('the classes of a row', () => {
  const many = ['A', 'B', 'C-8', 'C-54', 'D-12'];

  it('begin with those that were searched', () => {
    expect(shownClasses(many, 'C-54')).toEqual({ shown: ['C-54', 'A', 'B'], rest: ['C-8', 'D-12'] });
    expect(shownClasses(many, '')).toEqual({ shown: ['A', 'B', 'C-8'], rest: ['C-54', 'D-12'] });
  });

  it('hide no single one', () => {
    expect(shownClasses(many.slice(0, 4), '')).toEqual({ shown: many.slice(0, 4), rest: [] });
  });

  it('are searched by the filter and by the words, kin included', () => {
    const words = [{ as: 'trade', typed: 'roofer', codes: ['C-39'] } as const].map((one) => ({
      ...one,
      codes: [...one.codes],
    }));
    expect(searchedClasses({ trades: ['C-49'] }, words)).toBe('C-49,D-49,C-39');
    expect(shownClasses(many, searchedClasses({ trades: ['C-61'] }, [])).shown).toEqual(['D-12', 'A', 'B']);
  });
});
