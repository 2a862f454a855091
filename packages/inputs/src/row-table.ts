/**
 * The rows of a long list as one JSON text without their keys, which is half as long as the rows with them, and quick to pass
 * on: the API writes each row once, however many lists hold it.
 */
export interface RowTable<Row> {
  keys: (keyof Row & string)[];
  /** A JSON list of rows, each a list of the values of `keys`. */
  rows: string;
  /** The type of a row. Nothing has this key. */
  row?: Row;
}

/** The rows with their keys. */
export function readTable<Row>({ keys, rows }: RowTable<Row>): Row[] {
  return (JSON.parse(rows) as unknown[][]).map(
    (values) => Object.fromEntries(keys.map((key, at) => [key, values[at]])) as Row,
  );
}
