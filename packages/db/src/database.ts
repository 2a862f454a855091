import { registerRefusals } from './engine/refusals.ts';
import { refusals } from './nouns.ts';

// The engine imports no noun, so the package's entry gives it the nouns' messages for broken constraints.
registerRefusals(refusals);

export type { Actor, SystemActor } from './engine/actors.ts';
// biome-ignore lint/performance/noBarrelFile: the entry of the package, `@namc/db`
export { systemActor, visitor } from './engine/actors.ts';
export type {
  Database,
  DatabaseConfig,
  RequestOptions,
  Transaction,
  WriteTransaction,
} from './engine/database.ts';
export { forRequest, openDatabase } from './engine/database.ts';
export type { Signal, SignalWatch } from './engine/routing/signals.ts';
export type { TransactionReport } from './engine/transaction-report.ts';
