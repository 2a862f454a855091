/**
 * Quotes a string for statements that cannot take parameters. Everywhere else use parameters. Correct for any
 * setting of the server's `standard_conforming_strings`.
 * @throws TypeError for a text with a NUL, which would end the statement.
 */
export function quoteLiteral(text: string): string {
  if (text.includes('\0')) throw new TypeError('A text for PostgreSQL cannot contain NUL.');
  return `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
