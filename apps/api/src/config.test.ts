import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

describe('the settings', () => {
  it('are sensible without a single variable', () => {
    expect(readConfig({}, '/srv/portal')).toEqual({
      port: 3000,
      host: '127.0.0.1',
      publicOrigin: undefined,
      databaseUrl: undefined,
      replicaUrls: [],
      directUrls: [],
      redisUrl: undefined,
      cookieSecret: undefined,
      smtpUrl: undefined,
      mailFrom: 'NAMC NorCal <portal@example.org>',
      keys: { text: undefined, file: undefined, ownFile: '/srv/portal/.data/keys' },
      isProxied: false,
      databasePoolSize: 10,
      preparedStatements: true,
      slowTransactionMs: 1_000,
      metricsToken: undefined,
      dataDirectory: '/srv/portal/.data',
      logLevel: 'info',
      isProduction: false,
    });
  });

  it('count an empty variable as one that is not set', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '' }, '/')).toMatchObject({
      port: 3000,
      databaseUrl: undefined,
    });
  });

  it('name every wrong variable at once, and repeat no password', () => {
    const wrong = {
      PORT: '70000',
      DATABASE_URL: 'mysql://root:hunter2@127.0.0.1/x',
      DATABASE_REPLICA_URLS: 'postgres://a@b/c http://root:hunter2@elsewhere/x',
      DATABASE_DIRECT_URLS: 'ftp://root:hunter2@elsewhere/x',
      REDIS_URL: 'http://root:hunter2@elsewhere',
      COOKIE_SECRET: 'hunter2',
      DATABASE_POOL_SIZE: 'many',
      DATABASE_PREPARED_STATEMENTS: 'yes',
      SLOW_TRANSACTION_MS: '0',
      METRICS_TOKEN: 'hunter2',
      LOG_LEVEL: 'loud',
      NODE_ENV: 'prod',
      PUBLIC_ORIGIN: 'portal.example.org/',
    };
    const read = () => readConfig(wrong, '/');
    for (const name of Object.keys(wrong)) expect(read).toThrow(name);
    expect(read).toThrow('PORT must be at most 65535');
    expect(read).not.toThrow('hunter2');
  });

  it('take the addresses of replicas, and refuse them without a database', () => {
    const [one, two] = ['postgres://app@one/portal', 'postgres://app@two/portal'];
    expect(
      readConfig({ DATABASE_URL: 'postgres://app@zero/portal', DATABASE_REPLICA_URLS: `${one}  ${two}` }, '/')
        .replicaUrls,
    ).toEqual([one, two]);
    expect(() => readConfig({ DATABASE_REPLICA_URLS: one }, '/')).toThrow('DATABASE_REPLICA_URLS is set');
  });

  it('take a direct address for each server, and want a cookie secret where there are replicas', () => {
    const servers = { DATABASE_URL: 'postgres://a@pool/1', DATABASE_REPLICA_URLS: 'postgres://a@pool/2' };
    expect(() => readConfig({ ...servers, DATABASE_DIRECT_URLS: 'postgres://c@one/portal' }, '/')).toThrow(
      'DATABASE_DIRECT_URLS must name as many servers',
    );
    expect(() => readConfig({ ...servers, NODE_ENV: 'production' }, '/')).toThrow(
      'COOKIE_SECRET has to be set',
    );
    const COOKIE_SECRET = 'x'.repeat(32);
    expect(readConfig({ ...servers, NODE_ENV: 'production', COOKIE_SECRET }, '/').cookieSecret).toBe(
      COOKIE_SECRET,
    );
  });

  it('want an address with TLS wherever others are let in', () => {
    expect(() => readConfig({ PUBLIC_ORIGIN: 'http://portal.example.org' }, '/')).toThrow(
      'PUBLIC_ORIGIN must begin with https://',
    );
    for (const own of ['http://localhost:3000', 'http://127.0.0.1:8080', 'http://[::1]:3000']) {
      expect(readConfig({ PUBLIC_ORIGIN: own }, '/').publicOrigin).toBe(own);
    }
    expect(() => readConfig({ HOST: '0.0.0.0' }, '/')).toThrow('PUBLIC_ORIGIN has to be set');
    expect(readConfig({ HOST: '0.0.0.0', PUBLIC_ORIGIN: 'https://portal.example.org' }, '/').host).toBe(
      '0.0.0.0',
    );
  });

  it('refuse an owner without an application', () => {
    expect(() => readConfig({ DATABASE_OWNER_URL: 'postgres://a@b/c' }, '/')).toThrow(
      'DATABASE_OWNER_URL is set, and DATABASE_URL is not',
    );
  });
});
