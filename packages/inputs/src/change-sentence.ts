/** A change between two files, or a date that is near, as `contractor_changes` holds it. */
export interface Change {
  /** One of `contractorChangeKinds`, of `dueKinds`, or `changesUndone`. */
  kind: string;
  before: string | null;
  after: string | null;
}

export interface Words {
  /** The changed fact, such as “Status”. */
  label: string;
  /** The change as the end of a sentence about the firm, without a period. */
  sentence: (before: string, after: string, change: Change) => string;
  /** It bears on whether the firm may contract: letters name it first. */
  isAboutStanding?: true;
  /** The two values are of different facts: pages show the sentence in their place. */
  isSaid?: true;
}

/** A clause as a sentence of its own begins: with a capital. */
export const asSentence = (clause: string): string => clause.charAt(0).toUpperCase() + clause.slice(1);

/** “X changed from A to B”, or what was said first, or is said no more. */
export const changed =
  (what: string) =>
  (before: string, after: string, change: Change): string => {
    if (change.before === null) return `${what} is now ${after}`;
    if (change.after === null) return `${what} is no longer given (before: ${before})`;
    return `${what} changed from ${before} to ${after}`;
  };
