import { parseSync, Visitor } from 'oxc-parser';

export interface Import {
  specifier: string;
  line: number;
  /** Nothing of it is left when the program runs. */
  typeOnly: boolean;
}

/** A place where a router ends a procedure: `….query(`, `….mutation(` or `….subscription(`. */
export interface Procedure {
  /** The name that the chain of calls begins with. */
  begins: string;
  line: number;
}

export interface ParsedSource {
  /** Everything the file imports: statements, re-exports, dynamic imports, `typeof import`, `require`. */
  imports: Import[];
  /** Its strings and templates. What stands inside `${}` of a template is `?` here. */
  strings: { text: string; line: number }[];
  procedures: Procedure[];
  /** Its regular expressions. `null` stands for one that is put together when the program runs. */
  patterns: { pattern: RegExp | null; line: number }[];
  /** Lines of object literals with `kind: 'system'`. */
  systemKinds: number[];
  /** True if the file only passes on what other files export. */
  isBarrel: boolean;
}

/** Reads what the laws ask about from one TypeScript file. Throws when the file cannot be parsed. */
export function parseSource(path: string, text: string): ParsedSource {
  const { program, errors } = parseSync(path, text);
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`);
  const parsed: ParsedSource = {
    imports: [],
    strings: [],
    procedures: [],
    patterns: [],
    systemKinds: [],
    isBarrel: false,
  };
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  const add = (source: { type: string; start: number; value?: unknown } | null, typeOnly: boolean) => {
    if (typeof source?.value !== 'string') return;
    parsed.imports.push({ specifier: source.value, line: lineOf(source.start), typeOnly });
  };
  const allTypes = (kinds: (string | undefined)[]) =>
    kinds.length > 0 && kinds.every((kind) => kind === 'type');

  new Visitor({
    ImportDeclaration({ source, importKind, specifiers }) {
      const kinds = specifiers.map((each) => (each.type === 'ImportSpecifier' ? each.importKind : 'value'));
      add(source, importKind === 'type' || allTypes(kinds));
    },
    ExportNamedDeclaration({ source, exportKind, specifiers }) {
      add(source, exportKind === 'type' || allTypes(specifiers.map((each) => each.exportKind)));
    },
    ExportAllDeclaration({ source, exportKind }) {
      add(source, exportKind === 'type');
    },
    ImportExpression({ source }) {
      add(source, false);
    },
    TSImportType({ source }) {
      add(source, true);
    },
    CallExpression({ callee, arguments: [first] }) {
      if (callee.type === 'Identifier' && callee.name === 'require' && first) add(first, false);
      if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
      if (!/^(query|mutation|subscription)$/.test(callee.property.name)) return;
      parsed.procedures.push({ begins: firstName(callee.object), line: lineOf(callee.property.start) });
    },
    ObjectExpression({ properties, start }) {
      const isSystem = properties.some(
        (each) =>
          each.type === 'Property' &&
          each.key.type === 'Identifier' &&
          each.key.name === 'kind' &&
          each.value.type === 'Literal' &&
          each.value.value === 'system',
      );
      if (isSystem) parsed.systemKinds.push(lineOf(start));
    },
    NewExpression({ callee, start }) {
      if (callee.type === 'Identifier' && callee.name === 'RegExp') {
        parsed.patterns.push({ pattern: null, line: lineOf(start) });
      }
    },
    Literal({ value, start }) {
      if (value instanceof RegExp) parsed.patterns.push({ pattern: value, line: lineOf(start) });
      if (typeof value === 'string') parsed.strings.push({ text: value, line: lineOf(start) });
    },
    TemplateLiteral({ quasis, start }) {
      const text = quasis.map(({ value }) => value.cooked ?? value.raw).join('?');
      parsed.strings.push({ text, line: lineOf(start) });
    },
  }).visit(program);

  const passesOn = program.body.filter(
    (each) =>
      each.type === 'ExportAllDeclaration' || (each.type === 'ExportNamedDeclaration' && !each.declaration),
  );
  const imports = program.body.filter((each) => each.type === 'ImportDeclaration');
  parsed.isBarrel = passesOn.length > 0 && passesOn.length + imports.length === program.body.length;
  return parsed;
}

/** `staffProcedure` for `staffProcedure('members.read').input(…)`. */
function firstName(node: { type: string; callee?: unknown; object?: unknown; name?: unknown }): string {
  const inner = node.callee ?? node.object;
  if (inner) return firstName(inner as typeof node);
  return typeof node.name === 'string' ? node.name : '';
}
