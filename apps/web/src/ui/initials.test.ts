import { expect, it } from 'vitest';
import { colorOf, initialColors, initialsOf } from './initials.ts';

it.each([
  ['Denise Okafor', 'DO'],
  ['Ana María de la Cruz', 'AC'],
  ['Prince', 'P'],
  ['álvaro núñez', 'ÁN'],
  ['', ''],
])('the initials of the person “%s” are “%s”', (name, initials) => {
  expect(initialsOf(name, 'person')).toBe(initials);
});

it.each([
  ['Golden Gate Electric, Inc.', 'GG'],
  ['The Paint Company', 'P'],
  ['A & A', 'AA'],
  ['24/7 Plumbing', '27'],
  ['O’Brien & Sons LLC', 'OS'],
])('the initials of the firm “%s” are “%s”', (name, initials) => {
  expect(initialsOf(name, 'firm')).toBe(initials);
});

it('a name keeps its color, and names spread over all of them', () => {
  expect(colorOf('Denise Okafor')).toBe(colorOf(' denise okafor '));
  const colors = Array.from({ length: 60 }, (_, number) => colorOf(`Firm ${number}`));
  expect(new Set(colors)).toEqual(new Set(Array.from({ length: initialColors }, (_, color) => color)));
});
