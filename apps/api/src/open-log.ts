import type { Settings } from '@namc/db/settings';
import { type DestinationStream, destination, type Logger, pino } from 'pino';

/**
 * The secrets of links, sessions and addresses that programs fetch are words of 40 and more of these characters. Ids and
 * names are shorter.
 */
const secret = /(\\(?:u[0-9a-f]{4}|.))|[\w-]{40,}/gi;

const withoutSecrets = (line: string) => line.replace(secret, (_, escaped?: string) => escaped ?? '[secret]');

/**
 * The log: JSON lines on standard error, written synchronously so that none is lost when the process ends. A secret is cut
 * from whatever part of a line holds it: a path, a message, an error.
 */
export const openLog = (
  { logLevel }: Pick<Settings, 'logLevel'>,
  out: DestinationStream = destination({ dest: 2, sync: true }),
): Logger => pino({ level: logLevel, base: null }, { write: (line) => out.write(withoutSecrets(line)) });
