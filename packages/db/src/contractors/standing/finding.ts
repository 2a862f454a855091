/** The day asked for, today in California, and the date of the last accepted file; all `YYYY-MM-DD`. */
export interface Moment {
  on: string;
  today: string;
  /** For a license of which the last file has no readable row, the date of the file that its row is from. */
  asOf: string | null;
  /** The date of the last file, for such a license. */
  unreadIn?: string | null;
}

/** One thing that the file says or that follows from it. */
export interface Finding {
  /** A stable name, or the board's own code as it stands in the file. */
  code: string;
  /** One or two sentences; for a reason of a suspension a clause. */
  words: string;
  /** The day of the event, if the file knows one. */
  on: string | null;
  /** The field of the board's file, by the board's name of the column. */
  source: string;
  /** True if a license in good standing is no longer so without a word. */
  counts: boolean;
  /** The text that its news names in place of the day: a departure (`readDeparture`), or a member of a joint venture with the day. */
  news?: string;
}

export interface Findings {
  /** Changes that are about to come. */
  changes: Finding[];
  /** Conclusions from the file that are not the board's own word. */
  inferences: Finding[];
  /** The board's notes, and remarks that do not count. */
  notes: Finding[];
  /** Events between the file and the day asked for that suspend the license unless the firm acted. */
  due: Finding[];
  /** Events between the file and the day asked for that do not suspend the license by themselves. */
  came: Finding[];
}
