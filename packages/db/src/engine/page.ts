/** One page of a list. */
export interface Page<Row> {
  rows: Row[];
  /** Pass it back as `cursor` to get the next page; null on the last page. */
  nextCursor: string | null;
}
