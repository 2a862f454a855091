import type { Bounds } from '@namc/inputs/bounds';

/** A thing that a map draws: a contractor, a member firm, a project, or a number of them. */
export type MapPoint = { id: string; longitude: number; latitude: number } & (
  | {
      kind: 'cluster';
      count: number;
      members: number;
      /** The county that it counts; null for a place. */
      county: string | null;
      /** The rectangle around all that it counts; null for a county. */
      extent: Bounds | null;
    }
  | { kind: 'contractor'; name: string; isNamcMember: boolean; precision: 'zip' | 'street' }
  | { kind: 'firm' | 'project'; name: string }
);
