/**
 * The rows of a long list as one text, a third as long as the rows: without keys, and with values that many rows share
 * written once. The API writes the text of each row once, however many lists hold it.
 */
export interface RowTable<Row> {
  /** The keys of the values that each row has for itself. */
  keys: (keyof Row & string)[];
  /** The keys of the values that rows share. */
  sharedKeys: (keyof Row & string)[];
  /**
   * `{"shared":[[value, …], …],"rows":[[value, …], …]}`: the values of each shared key, and each row's own values, followed
   * by the position of each shared value.
   */
  text: string;
  /** The type of a row. Nothing has this key. */
  row?: Row;
}

/** The rows with their keys. */
export function readTable<Row>({ keys, sharedKeys, text }: RowTable<Row>): Row[] {
  const { shared, rows } = JSON.parse(text) as { shared: unknown[][]; rows: unknown[][] };
  return rows.map((values) => {
    const row: Record<string, unknown> = {};
    keys.forEach((key, at) => {
      row[key] = values[at];
    });
    sharedKeys.forEach((key, at) => {
      row[key] = shared[at]?.[values[keys.length + at] as number];
    });
    return row as Row;
  });
}
