import { testBidKeys, testKeys } from '@namc/db/testing/test-keys';
import { pino } from 'pino';
import { type App, type AppParts, createApp } from './app.ts';

/** The portal over a test database. It has no pages and no log unless the test passes them. */
export const testApp = (parts: Pick<AppParts, 'db'> & Partial<AppParts>): App =>
  createApp({
    logger: pino({ level: 'silent' }),
    webRoot: '/nowhere',
    publicOrigin: undefined,
    keys: testKeys,
    bidKey: testBidKeys.current,
    cookieSecret: 'a secret for tests',
    ...parts,
  });
