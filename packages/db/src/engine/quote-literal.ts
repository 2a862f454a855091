/**
 * A string constant for a statement that cannot have parameters; for every other there are parameters. Right whatever
 * the server's `standard_conforming_strings` says. @throws TypeError for a text with a NUL, which would end the statement.
 */
export function quoteLiteral(text: string): string {
  if (text.includes('\0')) throw new TypeError('A text for PostgreSQL cannot contain NUL.');
  return `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
