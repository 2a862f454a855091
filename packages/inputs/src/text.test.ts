import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod/mini';
import { email, lineOrNone, listOf, manyLines, oneLine, searchText } from './text.ts';

const isInput = (value: unknown): value is z.ZodMiniType => value instanceof z.core.$ZodType;

/** Every schema that a file of this package exports, by its name. */
const exported = await Promise.all(
  readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map(async (file) => Object.entries((await import(join(import.meta.dirname, file))) as object)),
).then((files) => files.flat().filter((entry): entry is [string, z.ZodMiniType] => isInput(entry[1])));

interface Field {
  path: string;
  schema: z.ZodMiniType;
  lines: unknown;
}

/** The fields of a schema that take text. A pipe counts as one field, because its end decides what is stored. */
function textFields(path: string, schema: z.ZodMiniType, lines: unknown = undefined): Field[] {
  const known = z.globalRegistry.get(schema)?.lines ?? lines;
  const { def } = schema as unknown as { def: Record<string, unknown> & { type: string } };
  switch (def.type) {
    case 'string':
      return [{ path, schema, lines: known }];
    case 'pipe': {
      const inner = textFields(path, def.in as z.ZodMiniType, known);
      return inner.length > 0 ? [{ path, schema, lines: known }] : [];
    }
    case 'object':
      return Object.entries(def.shape as Record<string, z.ZodMiniType>).flatMap(([name, field]) =>
        textFields(`${path}.${name}`, field, known),
      );
    case 'array':
      return textFields(`${path}[]`, def.element as z.ZodMiniType, known);
    case 'tuple':
      return (def.items as z.ZodMiniType[]).flatMap((item, at) => textFields(`${path}[${at}]`, item, known));
    case 'union':
      return (def.options as z.ZodMiniType[]).flatMap((option) => textFields(path, option, known));
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
      return textFields(path, def.innerType as z.ZodMiniType, known);
    case 'enum':
    case 'literal':
    case 'number':
    case 'boolean':
    case 'date':
    case 'transform':
      return [];
    default:
      throw new Error(`${path} is a ${def.type}, which this test does not walk.`);
  }
}

const fields = exported.flatMap(([name, schema]) => textFields(name, schema));
const oneLined = fields.filter(({ lines }) => lines === undefined);

/** Controls, line ends, bidirectional controls, and characters that show nothing. */
const hidden = [
  ...['\0', '\t', '\n', '\r', '\u001b', '\u0085', '\u009f', '\u2028', '\u2029'],
  ...['\u00ad', '\u061c', '\u115f', '\u180e', '\u200b', '\u200d', '\u200e', '\u202e', '\u2066', '\u2069'],
  ...['\u3164', '\ufe0f', '\ufeff', '\u{e0041}', '\ud800'],
];
/** Texts that several kinds of fields accept, so that the hidden character alone decides. */
const bases = [
  'Ana Smith',
  'a@example.org',
  '4155550123',
  '94612',
  'B',
  '1234567',
  'x'.repeat(43),
  '2026-01-01',
];

describe('a field that takes text', () => {
  it('exists in the inputs of this package', () => {
    expect(oneLined.length).toBeGreaterThan(40);
    expect(oneLined.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['submitApplicationInput.firstName', 'submitApplicationInput.skills[]']),
    );
  });

  it.each(oneLined.map((field) => [field.path, field] as const))(
    '%s never lets a character through that breaks or hides a line',
    (_path, { schema }) => {
      const texts = bases.flatMap((base) =>
        hidden.flatMap((character) => [
          `${base.slice(0, 2)}${character}${base.slice(2)}`,
          `${base}${character}`,
        ]),
      );
      const through = texts.filter((text) => {
        const { data } = schema.safeParse(text);
        return typeof data === 'string' && hidden.some((character) => data.includes(character));
      });
      expect(through).toEqual([]);
    },
  );

  it('is of many lines or a secret only where its schema says so', () => {
    const others = fields.filter(({ lines }) => lines !== undefined);
    expect(new Set(others.map(({ lines }) => lines))).toEqual(new Set(['many', 'secret']));
    expect(
      others
        .map(({ path }) => path)
        .filter((path) => /name|title|company|city|subject/i.test(path.replace(/^\w+/, ''))),
    ).toEqual([]);
  });
});

describe('typed text to search for', () => {
  it('has no character that is drawn as nothing, and no words that it divided', () => {
    for (const character of [
      '\u00ad',
      '\u061c',
      '\u200b',
      '\u200e',
      '\u202e',
      '\u2060',
      '\u3164',
      '\ufe0f',
      '\ufeff',
    ]) {
      expect(searchText(80).parse(`plu${character}mber ${character}oakland${character}`)).toBe(
        'plumber oakland',
      );
    }
    for (const character of ['\t', '\n', '\u0085', '\u2028']) {
      expect(searchText(80).parse(`plumber${character}oakland`)).toBe('plumber oakland');
    }
  });
});

describe('a list', () => {
  it('holds each thing once', () => {
    const twice = listOf(z.string(), 3, 'trades');
    expect(twice.parse(['C-8', 'C-10', 'C-8'])).toEqual(['C-8', 'C-10']);
    expect(twice.safeParse(['C-8', 'C-10', 'B', 'C-8']).success).toBe(false);
    expect(twice.parse(undefined)).toEqual([]);
  });
});

describe('one line', () => {
  it.each(['A\u00adB', 'A\u200bB', 'A\u200dB', '\ufeffAB', 'AB\ufe0f'])(
    'leaves out what came along in %j',
    (pasted) => {
      expect(oneLine(20).parse(pasted)).toBe('AB');
      expect(email.parse(`${pasted}@example.org`)).toBe('ab@example.org');
    },
  );

  it('takes an emoji that is put together of several', () => {
    for (const text of [
      'Roofing 🏗️',
      '👷\u200d♀️ Crew',
      '👷🏽\u200d♀️',
      '🏳️\u200d🌈 Pride',
      'Step 1️⃣',
      '👨‍👩‍👧',
      '❤️ & ✅',
    ])
      expect(oneLine(30).parse(text)).toBe(text);
  });

  it.each([
    ['👷\u200dAna', '👷Ana'],
    ['Ana\u200d👷', 'Ana👷'],
    ['👷\u200d', '👷'],
    ['👷\ufe0f\ufe0f\u200d\u200d♀', '👷\ufe0f♀'],
    ['👷\u200b\u200d♀', '👷♀'],
    ['1\ufe0f2', '12'],
    ['A\ufe0e\ufe0f', 'A'],
  ])('leaves out of %j what joins no emoji', (typed, stored) => {
    expect(oneLine(20).parse(typed)).toBe(stored);
  });

  const refused = hidden.filter((character) => !/\u00ad|\u200b|\u200d|\ufe0f|\ufeff/.test(character));
  it.each(refused)('refuses %j inside and names the reason', (character) => {
    const { error } = z.object({ firstName: oneLine(20) }).safeParse({ firstName: `A${character}B` });
    expect(error?.issues).toMatchObject([
      { path: ['firstName'], message: 'must be one line, without invisible characters' },
    ]);
  });

  it('is trimmed and composed', () => {
    expect(oneLine(20).parse('  Jose\u0301 \n')).toBe('José');
    expect(lineOrNone(20).parse(' ')).toBe('');
  });

  it.each(['O’Brien & Söhne', '山田 太郎', 'Ōtani', 'محمد', 'Smith-Jones, Jr.', '😀 Roofing'])(
    'takes the name %s as it is',
    (name) => {
      expect(oneLine(50).parse(name)).toBe(name);
    },
  );
});

it('a search takes pasted text and reads what it cannot show as a space', () => {
  expect(searchText(50).parse('\u202eacme\troofing\n')).toBe('acme roofing');
});

it('text of many lines keeps its lines, and no other control', () => {
  expect(manyLines(50).parse('One\r\nTwo\rThree\t4\u0007\u202e5')).toBe('One\nTwo\nThree\t4  5');
});

describe('an email address', () => {
  it('is asked for if nothing is typed, and explained if it is malformed', () => {
    const problem = (typed: string) => email.safeParse(typed).error?.issues[0]?.message;
    expect(problem(' ')).toBe('is required');
    expect(problem('ana@')).toBe('Enter an email address like name@example.com');
  });

  it.each([
    'ana@example.org',
    'ana.reyes+bids@mail.example.org',
    "o'brien@example.org",
    'a_b-c@ex-ample.co',
    '1@2.example',
  ])('%s is one mailbox', (address) => {
    expect(email.parse(address)).toBe(address);
  });

  it('is stored in lower case, trimmed, with its dots and plus tag', () => {
    expect(email.parse('  Ana.Reyes+X@Example.ORG ')).toBe('ana.reyes+x@example.org');
  });

  it.each([
    'x1<ana.reyes@example.org>',
    '"a"<ana@example.org>',
    'a,ana@example.org',
    'a;ana@example.org',
    'grp:ana@example.org',
    'grp:ana@example.org;',
    '(c)ana@example.org',
    'ana@example.org(c)',
    'ana@example.org>',
    '"ana reyes"@example.org',
    'ana@[127.0.0.1]',
    'ana@localhost',
    '.ana@example.org',
    'ana.@example.org',
    'a..b@example.org',
    'ana@-example.org',
    'ana@example-.org',
    'ana@example..org',
    'ana@exam ple.org',
    'ana@example.org\nBcc: x@example.org',
    'аna@example.org',
    'ana@ex%61mple.org',
    'ana%example.com@example.org',
    'ana!x@example.org',
    'ana@example.org@example.net',
    `${'a'.repeat(65)}@example.org`,
    `a@${'b'.repeat(64)}.org`,
    '=?utf-8?q?ana?=@example.org',
  ])('%j is refused', (address) => {
    expect(email.safeParse(address).success).toBe(false);
  });
});
