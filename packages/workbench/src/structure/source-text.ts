/**
 * Reads TypeScript just well enough to find its imports and its strings: TypeScript 7 has no parser to call.
 * Comments become blanks, and each string or template becomes a quoted number under which its text is kept.
 */
export interface SourceText {
  /** The code with `'0'`, `'1'`, … in place of strings; line breaks are kept. */
  code: string;
  /** The strings' texts. What stands inside `${}` of a template is in `code`, and `?` here. */
  strings: { text: string; line: number }[];
}

const wordsBeforeRegex =
  /(?:^|[^\w$.])(?:return|typeof|case|in|of|do|else|void|delete|throw|new|await|yield)$/;

/** Splits a file's text into code and strings. A quote that does not end on its line (as in JSX text) is none. */
export function readSource(text: string): SourceText {
  const strings: SourceText['strings'] = [];
  /** For each template that is open, its number and the depth of braces inside its current `${}`. */
  const templates: { number: number; depth: number }[] = [];
  let code = '';
  let at = 0;
  let line = 1;

  const blank = (length: number) => {
    const skipped = text.slice(at, at + length);
    const breaks = skipped.split('\n').length - 1;
    code += '\n'.repeat(breaks);
    line += breaks;
    at += length;
  };
  /** Goes on inside a template up to its end or its next `${`. */
  const readTemplate = (number: number) => {
    const piece = /(?:\\[\s\S]|\$(?!\{)|[^\\`$])*/y;
    piece.lastIndex = at;
    const chunk = piece.exec(text)?.[0] ?? '';
    strings[number]!.text += chunk;
    blank(chunk.length);
    if (text[at] === '$') {
      strings[number]!.text += '?';
      templates.push({ number, depth: 0 });
      code += ' + (';
      at += 2;
    } else {
      at += 1;
    }
  };

  while (at < text.length) {
    const char = text[at]!;
    if (char === '/' && text[at + 1] === '/') {
      const end = text.indexOf('\n', at);
      blank((end < 0 ? text.length : end) - at);
    } else if (char === '/' && text[at + 1] === '*') {
      const end = text.indexOf('*/', at + 2);
      blank((end < 0 ? text.length : end + 2) - at);
      code += ' ';
    } else if (char === "'" || char === '"') {
      const quoted = /(['"])((?:\\[\s\S]|(?!\1)[^\\\n])*)\1/y;
      quoted.lastIndex = at;
      const found = quoted.exec(text);
      if (found) {
        code += `'${strings.length}'`;
        strings.push({ text: found[2] ?? '', line });
        blank(found[0].length);
      } else {
        at += 1;
      }
    } else if (char === '`') {
      const number = strings.length;
      code += `'${number}'`;
      strings.push({ text: '', line });
      at += 1;
      readTemplate(number);
    } else if (char === '/' && mayBeginRegex(code)) {
      const regex = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;
      regex.lastIndex = at;
      const found = regex.exec(text)?.[0];
      code += found ? '0' : char;
      at += found?.length ?? 1;
    } else {
      const open = templates.at(-1);
      if (open && char === '}' && open.depth === 0) {
        templates.pop();
        code += ')';
        at += 1;
        readTemplate(open.number);
        continue;
      }
      if (open && char === '{') open.depth += 1;
      if (open && char === '}') open.depth -= 1;
      if (char === '\n') line += 1;
      code += char;
      at += 1;
    }
  }
  return { code, strings };
}

function mayBeginRegex(before: string): boolean {
  const trimmed = before.trimEnd();
  const last = trimmed.at(-1);
  if (last === undefined) return true;
  // After `<` stands the end of a JSX element, after `}` or `)` most likely a division.
  return /[=(,:;[!&|?{+\-*%~^>]/.test(last) || wordsBeforeRegex.test(trimmed.slice(-12));
}

export interface Import {
  specifier: string;
  line: number;
  /** Nothing of it is left when the program runs. */
  typeOnly: boolean;
  /** `export … from`. */
  reexport: boolean;
}

const statement =
  /(?<![\w$.])(import|export)\s*(type\b(?!\s*(?:,|from\b)))?\s*([\w$*\s,{}]*?)\s*\bfrom\s*'(\d+)'|(?<![\w$.])import\s*'(\d+)'|(?<![\w$])(typeof\s+)?(?:import|require)\s*\(\s*'(\d+)'/g;

/** Everything that a file imports: statements, re-exports, dynamic imports, `require`. */
export function readImports({ code, strings }: SourceText): Import[] {
  return [...code.matchAll(statement)].map((match) => {
    const [, keyword, type, names = '', from, bare, typeOf, call] = match;
    const { text, line } = strings[Number(from ?? bare ?? call)]!;
    const inBraces = /^\{([\s\S]*)\}$/.exec(names.trim())?.[1];
    const named = inBraces
      ?.split(',')
      .map((name) => name.trim())
      .filter(Boolean);
    return {
      specifier: text,
      line,
      typeOnly:
        type !== undefined ||
        typeOf !== undefined ||
        (named !== undefined && named.length > 0 && named.every((name) => name.startsWith('type '))),
      reexport: keyword === 'export',
    };
  });
}

/** Whether a file does nothing but pass on what other files export. */
export function isBarrel({ code }: SourceText): boolean {
  const rest = code.replaceAll(/export\s*(?:type\b)?\s*[\w$*\s,{}]*?\s*\bfrom\s*'\d+'\s*;?/g, '');
  if (rest === code) return false;
  const local = rest
    .replaceAll(/import\s*(?:type\b)?\s*[\w$*\s,{}]*?\s*\bfrom\s*'\d+'\s*;?/g, '')
    .replaceAll(/export\s*(?:type\b)?\s*\{[\w$\s,]*\}\s*;?/g, '');
  return local.trim() === '';
}
