import { testKeys } from '@namc/db/testing/test-keys';
import { pino } from 'pino';
import { type App, type AppParts, createApp } from './app.ts';

/** The portal over a test's database, without pages or a log unless the test brings them. */
export const testApp = (parts: Pick<AppParts, 'db'> & Partial<AppParts>): App =>
  createApp({
    logger: pino({ level: 'silent' }),
    webRoot: '/nowhere',
    publicOrigin: undefined,
    keys: testKeys,
    cookieSecret: 'a secret for tests',
    ...parts,
  });
