/**
 * A statement ends at a semicolon outside of quotes, dollar quotes, comments and `BEGIN ATOMIC` bodies (which
 * `drizzle/` does not use). The pieces are tried in this order, so a quote inside a comment is not a quote, and a
 * name, which may hold dollars, is read as a whole. Source: PostgreSQL manual, 4.1 "Lexical Structure". Block
 * comments nest.
 */
const pieces =
  /--[^\n]*|\/\*|\*\/|[eE]'(?:\\[\s\S]|''|[^'\\])*'|'(?:''|[^'])*'|"(?:""|[^"])*"|['"]|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\$([A-Za-z_]\w*)?\$|;/g;

/**
 * Splits a SQL text into its statements, in order, without their semicolons and the comments around them.
 * @throws Error when a quote or a comment does not end.
 */
export function splitStatements(sql: string): string[] {
  const statements: string[] = [];
  let start = 0;
  let at = 0;
  const finish = (end: number) => {
    const statement = withoutOuterComments(sql.slice(start, end));
    if (statement) statements.push(statement);
  };
  for (;;) {
    pieces.lastIndex = at;
    const piece = pieces.exec(sql);
    if (!piece) break;
    at = pieces.lastIndex;
    const [text] = piece;
    if (text === ';') {
      finish(piece.index);
      start = at;
    } else if (text === '/*') {
      at = endOfComment(sql, piece.index);
    } else if (text === "'" || text === '"' || text === '*/') {
      throw new Error(`The ${text} in line ${lineOf(sql, piece.index)} has no matching end.`);
    } else if (text.startsWith('$')) {
      const end = sql.indexOf(text, at);
      if (end < 0) throw new Error(`The quote ${text} in line ${lineOf(sql, piece.index)} does not end.`);
      at = end + text.length;
    }
  }
  finish(sql.length);
  return statements;
}

const lineOf = (sql: string, at: number) => sql.slice(0, at).split('\n').length;

function endOfComment(sql: string, start: number): number {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = start;
  let depth = 0;
  for (let mark = marks.exec(sql); mark; mark = marks.exec(sql)) {
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  throw new Error(`The comment in line ${lineOf(sql, start)} does not end.`);
}

function withoutOuterComments(statement: string): string {
  let rest = statement.trim();
  for (;;) {
    if (rest.startsWith('--')) rest = rest.includes('\n') ? rest.slice(rest.indexOf('\n')).trim() : '';
    else if (rest.startsWith('/*')) rest = rest.slice(endOfComment(rest, 0)).trim();
    else return rest;
  }
}
