import type { SealKey } from '../../../../audit/seal/entry.ts';
import type { FileStore } from '../../../../engine/file-store.ts';
import type { KeyRing } from '../../../../engine/secrets/key-ring.ts';
import type { CopyPlace } from '../file-copy-place.ts';
import type { RestoredServer } from '../restored-server.ts';

/** The secrets of the portal that the person who runs a drill may hold. What needs a missing one is not tried, and the drill says so. */
export interface DrillKeys {
  ring: KeyRing | undefined;
  /** The same keys for the environment of a portal. */
  environment: Record<string, string>;
  seals: readonly SealKey[] | undefined;
}

/** The restored server, and the moment to which it was restored. */
export interface DrillScene {
  server: RestoredServer;
  /** The folder of the drill. */
  directory: string;
  database: string;
  moment: Date;
  keys: DrillKeys;
  /** The copies of files in the repository. */
  copies: CopyPlace;
  /** Undefined if this machine has none. */
  fileStore: FileStore | undefined;
  signal: AbortSignal;
}

export interface DrillFinding {
  /** A sentence for a person. */
  says: string;
  /** The time before the moment of which nothing came back. */
  recoveryPointSeconds?: number;
}

export interface DrillCheck {
  /** In words, for the progress. */
  name: string;
  /** It says nothing of a server in which something is wrong already. */
  isOfWhole?: true;
  /** Throws what is wrong, in a sentence. */
  look(scene: DrillScene): Promise<DrillFinding>;
}

export const notTried = (why: string): DrillFinding => ({ says: `Not tried: ${why}` });
