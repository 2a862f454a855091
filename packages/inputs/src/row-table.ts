/**
 * The rows of a long list as one text, a third as long as the rows: without keys, and with values that many rows share
 * written once. The API writes the text of each row once, however many lists hold it.
 */
export interface RowTable<Row> {
  /** The keys of the values that each row has for itself. */
  keys: (keyof Row & string)[];
  /** The keys of the values that rows share, in groups. Rows that share one value of a group share the others too. */
  sharedKeys: (keyof Row & string)[][];
  /**
   * `{"shared":[[[value, …], …], …],"rows":[[value, …], …]}`: of each group its lists of values, and each row's own values,
   * followed by the position of its list in each group. The quotes are swapped, because the answer around it would escape each
   * of them.
   */
  text: string;
  /** The type of a row. Nothing has this key. */
  row?: Row;
}

/** JSON with `"` and `'` in each other's place, and such a text as JSON again. Names have few apostrophes. */
export const swapQuotes = (text: string): string =>
  text.replaceAll('"', '\0').replaceAll("'", '"').replaceAll('\0', "'");

/** The rows with their keys. */
export function readTable<Row>({ keys, sharedKeys, text }: RowTable<Row>): Row[] {
  const { shared, rows } = JSON.parse(swapQuotes(text)) as { shared: unknown[][][]; rows: unknown[][] };
  return rows.map((values) => {
    const row: Record<string, unknown> = {};
    keys.forEach((key, at) => {
      row[key] = values[at];
    });
    sharedKeys.forEach((group, at) => {
      const together = shared[at]?.[values[keys.length + at] as number];
      group.forEach((key, place) => {
        row[key] = together?.[place];
      });
    });
    return row as Row;
  });
}
