import { describe, expect, it } from 'vitest';
import { kinOf, successions } from './classification-kin.ts';
import { classificationNames } from './classifications.ts';
import { foldedWords } from './fold.ts';
import { readTradeAt, tradeKey, wordsOfTrades } from './trade-reading.ts';
import { findTrades, suggestTrades } from './trade-suggestions.ts';
import { sharedTradeWords, tradeWords } from './trade-words.ts';

describe('the words for trades', () => {
  it('exist for every class, its own or its successor’s', () => {
    const retired = new Set(successions.map((one) => one.retired));
    const named = new Set([...Object.keys(tradeWords), ...Object.values(sharedTradeWords).flat()]);
    expect(Object.keys(classificationNames).filter((code) => !named.has(code) && !retired.has(code))).toEqual(
      [],
    );
  });

  it('name one class unless they are said to name several', () => {
    const codesOf = new Map<string, Set<string>>();
    for (const { words, codes } of wordsOfTrades()) {
      const key = tradeKey(words);
      if (codes.length > 1) continue;
      codesOf.set(key, new Set([...(codesOf.get(key) ?? []), ...codes]));
    }
    expect([...codesOf].filter(([, codes]) => codes.size > 1).map(([words]) => words)).toEqual([]);
    expect(Object.keys(sharedTradeWords).filter((words) => codesOf.has(tradeKey(words)))).toEqual([]);
    for (const codes of Object.values(sharedTradeWords)) expect(codes.length).toBeGreaterThan(1);
  });

  it.each(wordsOfTrades().map(({ words, codes }) => [words, codes] as const))(
    '%s is read as %j',
    (words, codes) => {
      expect(readTradeAt(foldedWords(words), 0)?.codes).toEqual(codes);
    },
  );
});

describe('suggestions', () => {
  it.each([
    ['elec', 'C-10'],
    ['electrician', 'C-10'],
    ['plom', 'C-36'],
    ['albañ', 'C-29'],
    ['tree', 'C-49'],
    ['hv', 'C-20'],
    ['d-4', 'D-4'],
    ['c10', 'C-10'],
    ['heating', 'C-20'],
  ])('for “%s” begin with %s', (typed, code) => {
    expect(suggestTrades(typed)[0]?.code).toBe(code);
  });

  it('stand for the end of the text and keep the rest', () => {
    expect(suggestTrades('acme elec')[0]).toEqual({
      code: 'C-10',
      name: 'Electrical',
      word: null,
      rest: 'acme',
    });
    expect(suggestTrades('sheet ro')[0]).toMatchObject({ code: 'C-9', rest: '' });
  });

  it('are few, and none for one letter or another word', () => {
    expect(suggestTrades('co').length).toBeLessThanOrEqual(6);
    expect(suggestTrades('e')).toEqual([]);
    expect(suggestTrades('zephyr')).toEqual([]);
    for (const place of ['plumber in san', 'plomero en san', 'plumber near wa']) {
      expect(suggestTrades(place)).toEqual([]);
    }
    expect(suggestTrades('in elec')[0]).toMatchObject({ code: 'C-10' });
    expect(suggestTrades('')).toEqual([]);
    // A preposition behind a trade waits for a place.
    for (const typed of ['electrician in', 'electrician near', 'electricista en'])
      expect(suggestTrades(typed)).toEqual([]);
    expect(suggestTrades('in').map(({ code }) => code)).toContain('C-2');
    expect(suggestTrades('walk in')[0]?.code).toBe('C-38');
  });
});

describe('related classes', () => {
  it.each(successions.map(({ retired, successor }) => [retired, successor] as const))(
    '%s and %s find each other',
    (retired, successor) => {
      expect(kinOf(retired)).toContain(successor);
      expect(kinOf(successor)).toContain(retired);
    },
  );

  it('of C-61 are all D classes', () => {
    const specialties = Object.keys(classificationNames).filter((code) => code.startsWith('D-'));
    expect(kinOf('C-61')).toEqual(expect.arrayContaining(specialties));
    expect(kinOf('C-10')).toEqual(['C-10']);
  });
});

describe('a field that finds trades in a list', () => {
  it.each([
    ['C-10', ['C-10']],
    ['c10', ['C-10']],
    ['C 10', ['C-10']],
    ['c-010', ['C-10']],
    ['d49', ['D-49']],
    ['b2', ['B-2']],
    ['hvac', ['C-20']],
    ['a/c', ['C-20']],
    ['electrician', ['C-10']],
    ['electricians', ['C-10']],
    ['elec', ['C-10', 'C-45']],
    ['plomero', ['C-36']],
    ['plomería', ['C-36']],
    ['fence', ['C-13']],
    ['tree', ['C-49']],
    ['aire acond', ['C-20']],
    ['sheet rock', ['C-9']],
    ['asb', ['ASB', 'C-22']],
  ])('%s finds %s', (typed, codes) => {
    const found = findTrades(typed);
    for (const code of codes) expect(found).toContain(code);
    expect(found.size).toBeLessThan(10);
  });

  it('begins words and never ends them, and nothing finds nothing', () => {
    expect(findTrades('lumber').size).toBe(0);
    expect(findTrades('').size).toBe(0);
    expect(findTrades('zephyr').size).toBe(0);
    expect(findTrades('c1')).toContain('C-10');
  });
});
