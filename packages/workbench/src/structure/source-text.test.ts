import { describe, expect, it } from 'vitest';
import { isBarrel, readImports, readSource } from './source-text.ts';

const importsOf = (text: string) =>
  readImports(readSource(text)).map(({ specifier, typeOnly }) => `${typeOnly ? 'type ' : ''}${specifier}`);

describe('the imports of a file', () => {
  it('are found in every form in which they can be written', () => {
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
    ]);
  });

  it('are told apart by whether anything of them runs', () => {
    expect(importsOf(`import type { A } from 'a'; import { type B, type C } from 'b';`)).toEqual([
      'type a',
      'type b',
    ]);
    expect(importsOf(`type D = typeof import('d'); export type { E } from 'e';`)).toEqual([
      'type d',
      'type e',
    ]);
    expect(importsOf(`import { type F, g } from 'f'; import type from 'g'; import {} from 'h';`)).toEqual([
      'f',
      'g',
      'h',
    ]);
  });

  it('are not read out of comments, strings and templates', () => {
    expect(
      importsOf(`
        // import a from 'a';
        /* import b from 'b'; */
        const text = "import c from 'c'";
        const more = \`import d from 'd' \${await import('really')} import('e')\`;
      `),
    ).toEqual(['really']);
  });

  it('are found after what looks like a quote or a comment and is none', () => {
    expect(
      importsOf(`
        const regex = /['"\`]\\/*/g;
        const half = total / 2; const third = total / 3;
        const nested = \`\${list.map((each) => \`'\${{ each }.each}\`)} it's\`;
        const page = <p title="a">Don't press <br /> here</p>;
        import('./found.ts');
      `),
    ).toEqual(['./found.ts']);
  });

  it('know their line', () => {
    const text = `/* one\ntwo */\nconst a = \`three\nfour\`;\nimport b from 'five';`;
    expect(readImports(readSource(text))[0]?.line).toBe(5);
  });
});

describe('a file that only passes on others', () => {
  it('is recognized', () => {
    expect(isBarrel(readSource(`// all\nexport { a } from './a.ts';\nexport * from './b.ts';`))).toBe(true);
    expect(
      isBarrel(readSource(`import { a } from './a.ts';\nexport type { B } from './b.ts';\nexport { a };`)),
    ).toBe(true);
  });

  it('is not one that has something of its own', () => {
    expect(isBarrel(readSource(`export { a } from './a.ts';\nexport const b = 1;`))).toBe(false);
    expect(isBarrel(readSource(`import './a.ts';\nrun();`))).toBe(false);
  });
});
