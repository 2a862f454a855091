import { describe, expect, it } from 'vitest';
import { parseSource } from './parse-source.ts';

const importsOf = (text: string) =>
  parseSource('a.tsx', text).imports.map(
    ({ specifier, typeOnly }) => `${typeOnly ? 'type ' : ''}${specifier}`,
  );

describe('the imports of a file', () => {
  it('are found in every form', () => {
    const text = `
      import './bare.css';
      import whole from "./default.ts";
      import * as everything from './namespace.ts';
      import whole2, { part } from './mixed.ts';
      import {
        one,
        type Two,
      } from './lines.ts';
      export { three } from './passed-on.ts';
      export * from './all.ts';
      const lazy = () => import('./lazy.ts');
      const old = require('./old.ts');
      const inside = \`\${await import('./template.ts')} import('./text.ts')\`;
      const page = <p title="a">Don't press <br /> here</p>;
      // import a from './comment.ts';
    `;
    expect(importsOf(text)).toEqual([
      './bare.css',
      './default.ts',
      './namespace.ts',
      './mixed.ts',
      './lines.ts',
      './passed-on.ts',
      './all.ts',
      './lazy.ts',
      './old.ts',
      './template.ts',
    ]);
  });

  it('are told apart by whether the running program needs them', () => {
    expect(importsOf(`import type { A } from 'a'; import { type B, type C } from 'b';`)).toEqual([
      'type a',
      'type b',
    ]);
    expect(
      importsOf(`type D = typeof import('d'); export type { E } from 'e'; export type * from 'f';`),
    ).toEqual(['type d', 'type e', 'type f']);
    expect(importsOf(`import { type F, g } from 'f'; import type from 'g'; import {} from 'h';`)).toEqual([
      'f',
      'g',
      'h',
    ]);
  });

  it('know their line', () => {
    const text = `/* one\ntwo */\nconst a = \`three\nfour\`;\nimport b from 'five';`;
    expect(parseSource('a.ts', text).imports[0]?.line).toBe(5);
  });
});

it('finds strings and templates, with a mark for each value in them', () => {
  const { strings } = parseSource('a.ts', `const a = 'it\\'s';\nconst b = \`select \${a} from \${'b'}\`;`);
  expect(strings).toEqual([
    { text: "it's", line: 1 },
    { text: 'select ? from ?', line: 2 },
    { text: 'b', line: 2 },
  ]);
});

it('finds where each procedure of a router begins', () => {
  const text = `export const router = {
    find: publicProcedure.query(() => 1),
    change: staffProcedure('members.edit').input(text).mutation(() => 1),
    watch: procedures.open.subscription(() => 1),
  };`;
  expect(parseSource('router.ts', text).procedures).toEqual([
    { begins: 'publicProcedure', line: 2 },
    { begins: 'staffProcedure', line: 3 },
    { begins: 'procedures', line: 4 },
  ]);
});

describe('a file that only passes on others', () => {
  it.each([
    `// all\nexport { a } from './a.ts';\nexport * from './b.ts';`,
    `import { a } from './a.ts';\nexport type { B } from './b.ts';\nexport { a };`,
  ])('is recognized', (text) => {
    expect(parseSource('a.ts', text).isBarrel).toBe(true);
  });

  it.each([`export { a } from './a.ts';\nexport const b = 1;`, `import './a.ts';\nrun();`])(
    'is not one that has something of its own',
    (text) => {
      expect(parseSource('a.ts', text).isBarrel).toBe(false);
    },
  );
});

it('refuses a file that is not TypeScript, by its name', () => {
  expect(() => parseSource('a.ts', 'const = ;')).toThrow('a.ts: ');
});
