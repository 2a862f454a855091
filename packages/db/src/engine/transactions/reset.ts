import { quoteLiteral } from '../quote-literal.ts';

/**
 * Statements that take everything from a session but what its login has at the start: cursors, settings, the role,
 * channels, locks, temporary tables, and positions of sequences. None of them fails in a transaction, in a read-only
 * one, or on a replica.
 *
 * Prepared statements stay, because the driver goes on using its own. `canLeaveMore` tells which statements could have
 * made others or taken these away.
 */
export const resetStatements = [
  'select pg_catalog.pg_advisory_unlock_all()',
  'close all',
  'reset all',
  'set session authorization default',
  'unlisten *',
  'discard temp',
  'discard sequences',
] as const;

/**
 * The same as one text of the simple protocol. A pooler remembers the name that its client gave at the start, takes the
 * reset for a wish to change it, and so has to be told again.
 */
export const resetText = (pooledName: string | undefined): string =>
  [
    ...resetStatements,
    ...(pooledName === undefined ? [] : [`set application_name = ${quoteLiteral(pooledName)}`]),
  ].join(';');

/**
 * The reset for a pooler between the portal and the server (`server_reset_query`, with `server_reset_query_always = 1`).
 * Nothing is prepared there under a name, so prepared statements go too.
 */
export const poolerReset = 'discard all';

const ordinary = /^\s*(?:select|with|insert|update|delete|merge|values|table|lock|set|show)\b/i;

/**
 * True for a statement that could leave in the session what `resetStatements` do not take away: a prepared statement
 * under the name of one of the driver's, for example. A text of the simple protocol may hold several statements. Any
 * other is one statement, and its first word tells what it can do.
 */
export const canLeaveMore = (text: string, isSimple: boolean): boolean => isSimple || !ordinary.test(text);
