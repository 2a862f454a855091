import type { Settings } from '@namc/db/settings';
import { destination, type Logger, pino } from 'pino';

/**
 * The log: JSON lines on standard error, written synchronously so that none is lost when the process ends.
 */
export const openLog = ({ logLevel }: Pick<Settings, 'logLevel'>): Logger =>
  pino({ level: logLevel, base: null }, destination({ dest: 2, sync: true }));
