import type { Settings } from '@namc/db/settings';
import { destination, type Logger, pino } from 'pino';

/** The log, as JSON lines on standard error, written before the process can end. */
export const openLog = ({ logLevel }: Pick<Settings, 'logLevel'>): Logger =>
  pino({ level: logLevel, base: null }, destination({ dest: 2, sync: true }));
