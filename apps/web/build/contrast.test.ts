import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { contrastOf, readColors, type Theme } from './contrast.ts';

const colors = readColors(readFileSync(join(import.meta.dirname, '../src/styles.css'), 'utf8'));
const color = (name: string, theme: Theme) => colors[name]?.[theme] ?? `no color ${name}`;

it('measures as WCAG does', () => {
  expect(contrastOf('#ffffff', '#000000')).toBeCloseTo(21, 5);
  expect(contrastOf('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

const grounds = ['canvas', 'surface', 'raised'];
const people = [1, 2, 3, 4, 5, 6].map((number): [string, string[]] => [
  `person-${number}`,
  [`person-${number}-tint`],
]);

/** Colors of text, each with the colors on which it stands. */
const texts: [text: string, on: string[]][] = [
  ['text', [...grounds, 'info-tint', 'accent-tint', 'ok-tint', 'warn-tint', 'bad-tint']],
  ['text-2', [...grounds, 'info-tint', 'accent-tint', 'ok-tint', 'warn-tint', 'bad-tint']],
  ['text-3', [...grounds, 'accent-tint']],
  ['link', [...grounds, 'info-tint', 'accent-tint']],
  ['accent', [...grounds, 'accent-tint']],
  ['ok', [...grounds, 'ok-tint']],
  ['info', [...grounds, 'info-tint']],
  ['warn', [...grounds, 'warn-tint']],
  ['bad', [...grounds, 'bad-tint']],
  ['on-brand', ['brand']],
  ['on-accent', ['accent']],
  ['on-bad', ['bad']],
  ['on-hero', ['hero']],
  ['on-hero-2', ['hero']],
  ['hero-accent', ['hero']],
  ['on-hero-accent', ['hero-accent']],
  ...people,
];

it.each(['light', 'dark'] as const)('a person with weak eyes reads every text of the %s theme', (theme) => {
  const weak = texts.flatMap(([text, on]) =>
    on.flatMap((ground) => {
      const contrast = contrastOf(color(text, theme), color(ground, theme));
      return contrast >= 4.5 ? [] : [`${text} on ${ground}: ${contrast.toFixed(2)}`];
    }),
  );
  expect(weak).toEqual([]);
});

it.each(['light', 'dark'] as const)(
  'borders of controls, focus rings and marks stand out in the %s theme',
  (theme) => {
    const weak = ['control', 'link', 'brand', 'accent', 'series', 'selected'].flatMap((name) =>
      ['canvas', 'surface'].flatMap((ground) => {
        const contrast = contrastOf(color(name, theme), color(ground, theme));
        return contrast >= 3 ? [] : [`${name} on ${ground}: ${contrast.toFixed(2)}`];
      }),
    );
    expect(weak).toEqual([]);
  },
);
