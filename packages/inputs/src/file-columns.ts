/** The columns that a file may have, each with the names under which it may come. The first name is the one that people read. */
export type ColumnNames = Readonly<Record<string, readonly string[]>>;

/** Letters and digits alone: spaces, hyphens and letter case do not tell two names apart. */
export const nameKey = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** “First name” for `firstName`; undefined for what is no column. */
export function nameOfColumn(columns: ColumnNames, field: string): string | undefined {
  return Object.hasOwn(columns, field) ? columns[field]?.[0] : undefined;
}
