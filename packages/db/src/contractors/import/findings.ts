import type { LineCounts } from './validation.ts';

/** A kind of rejected rows: an example of the reason, how many, and the first line. */
export interface RejectReason {
  field: string;
  reason: string;
  rows: number;
  firstLine: number;
}

/** A license that the file changes. `facts` are its changed columns: before and after. */
export interface ChangedLicense {
  licenseNumber: string;
  businessName: string;
  facts: Record<string, [before: unknown, after: unknown]>;
}

/** A license that the file brings or lacks. */
export interface NamedLicense {
  licenseNumber: string;
  businessName: string;
  city: string | null;
  primaryStatus: string;
}

/** Present licenses of a class or county, and how many fewer they become. */
export interface Loss {
  name: string;
  before: number;
  lost: number;
}

/** What a file is, and what it would change. */
export interface Findings extends Omit<LineCounts, 'accepted'> {
  firstLoad: boolean;
  added: number;
  changed: number;
  unchanged: number;
  returned: number;
  gone: number;
  /** Why the file is loaded only if staff say so; null for one that nothing speaks against. */
  warning: string | null;
  reasons: RejectReason[];
  /** Changed licenses by changed column, the most frequent first. */
  columns: { column: string; licenses: number }[];
  statusChanges: Record<string, number>;
  samples: {
    changed: ChangedLicense[];
    added: NamedLicense[];
    gone: NamedLicense[];
    returned: NamedLicense[];
  };
  classes: Loss[];
  counties: Loss[];
}
