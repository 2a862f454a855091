export interface Statement {
  line: number;
  /** In lower case, on one line, without comments. `''` stands for each string and function body. */
  plain: string;
  /** The texts between single quotes. */
  strings: string[];
  /** The text between dollar quotes. */
  bodies: string[];
}

const pieces =
  /--[^\n]*|\/\*|[eE]?'(?:''|[^'])*'|"(?:""|[^"])*"|(?<![\w$])\$((?:[A-Za-z_]\w*)?)\$[\s\S]*?\$\1\$/g;

/** Reads a statement for the rules. Words in comments and strings do not count. */
export function readStatement(text: string, line: number): Statement {
  const strings: string[] = [];
  const bodies: string[] = [];
  const plain = withoutBlockComments(text)
    .replaceAll(pieces, (piece: string) => {
      if (piece.startsWith('--')) return ' ';
      if (piece.startsWith('"')) return piece;
      if (piece.startsWith('$')) bodies.push(piece.replaceAll(/^\$\w*\$|\$\w*\$$/g, ''));
      else strings.push(piece.replaceAll(/^[eE]?'|'$/g, ''));
      return "''";
    })
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase();
  return { line, plain, strings, bodies };
}

/** Block comments nest, so a regular expression cannot find their end. */
function withoutBlockComments(text: string): string {
  let kept = '';
  let at = 0;
  for (;;) {
    pieces.lastIndex = at;
    const piece = pieces.exec(text);
    if (!piece) return kept + text.slice(at);
    if (piece[0] !== '/*') {
      kept += text.slice(at, pieces.lastIndex);
      at = pieces.lastIndex;
      continue;
    }
    kept += `${text.slice(at, piece.index)} `;
    const marks = /\/\*|\*\//g;
    marks.lastIndex = piece.index;
    let depth = 0;
    for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
      depth += mark[0] === '/*' ? 1 : -1;
      at = marks.lastIndex;
      if (depth === 0) break;
    }
  }
}
