import type { NounWords } from './skeleton.ts';

/** Adds `line` after the last import, or before what `marker` begins. Fails when the marker is not there. */
function insertBefore(text: string, marker: RegExp, from: RegExp, line: string): string {
  const start = text.search(from);
  const at = start < 0 ? -1 : text.slice(start).search(marker);
  if (at < 0) throw new Error(`There is no place for the line ${line.trim()}`);
  return text.slice(0, start + at) + line + text.slice(start + at);
}

const importLine = (text: string, line: string) => `${line}\n${text}`;

/** The files that collect the nouns, by path: what each becomes with the new noun's lines in it. */
export const collectors: Record<string, (text: string, words: NounWords) => string> = {
  'packages/db/src/nouns.ts': (text, { folder, one }) =>
    ['access', 'letters', 'refusals', 'erasure'].reduce((collected, part) => {
      const name = `${one}${part.charAt(0).toUpperCase()}${part.slice(1)}`;
      return insertBefore(
        importLine(collected, `import { ${part} as ${name} } from './${folder}/${part}.ts';`),
        /^\};/m,
        new RegExp(`^export const ${part}\\b`, 'm'),
        `  ...${name},\n`,
      );
    }, text),
  'apps/api/src/router.ts': (text, { folder, many }) =>
    insertBefore(
      importLine(text, `import { ${many}Router } from './${folder}/router.ts';`),
      /^\}\);/m,
      /^export const appRouter/m,
      `  ${many}: ${many}Router,\n`,
    ),
  'apps/api/src/access.fixture.ts': (text, { many }) =>
    insertBefore(
      text,
      /^\};/m,
      /^export const matrix/m,
      `  '${many}.list': ['account', {}],
  '${many}.add': ['account', { title: 'First aid' }],
  '${many}.remove': ['account', { id: nobody }],
`,
    ),
};
