import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeKey } from './secrets/key-ring.ts';
import { readSettings, settingNames } from './settings.ts';

const top = resolve(import.meta.dirname, '../../../..');

describe('settings', () => {
  it('have defaults without a single variable', () => {
    expect(readSettings({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      publicOrigin: undefined,
      database: undefined,
      ownerUrl: undefined,
      workerUrl: undefined,
      importUrl: undefined,
      maintenanceUrl: undefined,
      partitionExports: join(top, '.data/partitions'),
      fileStore: join(top, '.data/files'),
      virusScanner: undefined,
      backups: join(top, '.data/backups'),
      uploadsDirectory: join(top, '.data/uploads'),
      importsDirectory: join(top, '.data/imports'),
      redisUrl: undefined,
      mail: { smtpUrl: undefined, from: 'NAMC NorCal <portal@example.org>' },
      keys: {
        text: undefined,
        file: undefined,
        ownFile: join(top, '.data/keys'),
        names: ['PORTAL_KEYS', 'PORTAL_KEYS_FILE'],
      },
      sealKeys: {
        text: undefined,
        file: undefined,
        ownFile: join(top, '.data/seal-keys'),
        names: ['PORTAL_SEAL_KEYS', 'PORTAL_SEAL_KEYS_FILE'],
      },
      bidKeys: {
        text: undefined,
        file: undefined,
        ownFile: join(top, '.data/bid-keys'),
        names: ['PORTAL_BID_KEYS', 'PORTAL_BID_KEYS_FILE'],
      },
      bidPublicKey: {
        text: undefined,
        file: undefined,
        ownFile: join(top, '.data/bid-public-key'),
        names: ['PORTAL_BID_PUBLIC_KEY', 'PORTAL_BID_PUBLIC_KEY_FILE'],
      },
      agentUrls: [],
      serverBackups: join(top, '.data/server-backups'),
      auditorUrl: undefined,
      anchorFile: join(top, '.data/audit-anchor.jsonl'),
      anchorStore: undefined,
      anchorMail: undefined,
      trailAlarmSeconds: 600,
      isProxied: false,
      cookieSecret: undefined,
      version: JSON.parse(readFileSync(resolve(import.meta.dirname, '../../../../package.json'), 'utf8'))
        .version,
      slowTransactionMs: 1_000,
      metricsToken: undefined,
      dataDirectory: join(top, '.data'),
      stripe: undefined,
      probe: { name: 'probe', stateFile: join(top, '.data/probe.json') },
      logLevel: 'info',
      isProduction: true,
      hasDevPages: false,
    });
  });

  it('take both secrets of Stripe or neither, repeat neither, and lead nowhere else in production', () => {
    const secrets = { STRIPE_SECRET_KEY: 'sk_test_0123456789', STRIPE_WEBHOOK_SECRET: 'whsec_0123456789' };
    const stand = { ...secrets, STRIPE_BASE_URL: 'http://127.0.0.1:12111' };
    expect(readSettings({ ...stand, NODE_ENV: 'development' }).stripe).toEqual({
      secretKey: 'sk_test_0123456789',
      webhookSecret: 'whsec_0123456789',
      baseUrl: 'http://127.0.0.1:12111',
    });
    expect(() => readSettings(stand)).toThrow('STRIPE_BASE_URL must not be set in production');
    expect(() => readSettings({ STRIPE_SECRET_KEY: 'sk_test_0123456789' })).toThrow(
      'must be set with STRIPE_SECRET_KEY',
    );
    expect(() => readSettings({ ...secrets, STRIPE_SECRET_KEY: 'pk_live_secret' })).toThrow(
      /^(?![\s\S]*pk_live_secret)[\s\S]*must be a secret key of Stripe/,
    );
  });

  it('keep the keys of seals and bids and the auditor’s login out of a production process that does not seal', () => {
    const own = [
      'DATABASE_AUDITOR_URL',
      'PORTAL_SEAL_KEYS',
      'PORTAL_SEAL_KEYS_FILE',
      'PORTAL_BID_KEYS',
      'PORTAL_BID_KEYS_FILE',
      'PORTAL_ANCHOR_S3',
    ] as const;
    const key = makeKey();
    const given = {
      DATABASE_AUDITOR_URL: 'postgres://auditor@one/portal',
      PORTAL_SEAL_KEYS: key,
      PORTAL_SEAL_KEYS_FILE: 'y',
      PORTAL_BID_KEYS: key,
      PORTAL_BID_KEYS_FILE: 'y',
      PORTAL_ANCHOR_S3: 's3://anchor/trail',
    };
    for (const name of own) expect(() => readSettings(given, { withheld: own })).toThrow(`${name} is set`);
    expect(readSettings({ ...given, NODE_ENV: 'development' }, { withheld: own }).sealKeys.text).toBe(key);
    // With an external database in production nobody makes the keys up.
    expect(readSettings({ DATABASE_URL: 'postgres://one/portal' }).sealKeys.ownFile).toBeUndefined();
  });

  it('treat an empty variable as not set', () => {
    expect(readSettings({ PORT: '', DATABASE_URL: '' })).toMatchObject({
      port: 3000,
      database: undefined,
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
      PORTAL_KEYS: 'hunter2',
      PORTAL_SEAL_KEYS: `${makeKey()},hunter2`,
    };
    const read = () => readSettings(wrong);
    for (const name of Object.keys(wrong)) expect(read).toThrow(name);
    expect(read).toThrow('PORT must be at most 65535');
    expect(read).toThrow('PORTAL_SEAL_KEYS: line 2 is not of the form');
    expect(read).not.toThrow('hunter2');
  });

  it('name missing and unreadable keys of a process that needs them, with everything else that is wrong', () => {
    const database = { DATABASE_URL: 'postgres://one/portal' };
    const keys = ['keys', 'sealKeys'] as const;
    const needed = [{ name: 'PUBLIC_ORIGIN', error: 'is needed', isInProductionOnly: true }] as const;
    expect(() => readSettings({ ...database, PORT: 'x' }, { keys, needed })).toThrow(
      /PORT must be.*\n.*PUBLIC_ORIGIN is needed\n.*PORTAL_KEYS or PORTAL_KEYS_FILE must be set.*\n.*PORTAL_SEAL_KEYS or PORTAL_SEAL_KEYS_FILE must be set/,
    );
    const wrong = {
      LOG_LEVEL: 'loud',
      PORTAL_KEYS_FILE: '/nowhere/at/all',
      PORTAL_SEAL_KEYS_FILE: import.meta.filename,
    };
    expect(() => readSettings(wrong, { keys })).toThrow(
      /LOG_LEVEL must be.*\n.*PORTAL_KEYS_FILE names \/nowhere\/at\/all, which cannot be read\n.*PORTAL_SEAL_KEYS_FILE: line 1 is not of the form/,
    );
    // Another process may be unable to read them, and a developer's first start makes its own.
    expect(readSettings({ ...wrong, LOG_LEVEL: 'info' }).keys.file).toBe('/nowhere/at/all');
    expect(
      readSettings({ ...database, NODE_ENV: 'development', DATA_DIRECTORY: '/nowhere' }, { keys, needed })
        .keys.ownFile,
    ).toBe('/nowhere/keys');
  });

  it('name a broken rule between variables together with a wrong variable', () => {
    const DATABASE_OWNER_URL = 'postgres://owner@one/portal';
    const read = () => readSettings({ PORT: 'x', LOG_LEVEL: 'loud', DATABASE_OWNER_URL });
    expect(read).toThrow('PORT must be a whole number');
    expect(read).toThrow('LOG_LEVEL must be one of');
    expect(read).toThrow('DATABASE_OWNER_URL is set, and DATABASE_URL is not');
    expect(() => readSettings({ PUBLIC_ORIGIN: 'portal.example.org', DATABASE_OWNER_URL })).toThrow(
      /PUBLIC_ORIGIN must be an origin.*\n.*DATABASE_OWNER_URL is set/,
    );
    const wrongUrl = () => readSettings({ DATABASE_URL: 'mysql://one/portal', DATABASE_OWNER_URL });
    expect(wrongUrl).toThrow('DATABASE_URL must be a URL');
    expect(wrongUrl).not.toThrow('DATABASE_OWNER_URL');
  });

  it('accept the addresses of replicas, and refuse them without a database', () => {
    const [one, two] = ['postgres://app@one/portal', 'postgres://app@two/portal'];
    expect(
      readSettings({
        NODE_ENV: 'development',
        DATABASE_URL: 'postgres://app@zero/portal',
        DATABASE_REPLICA_URLS: `${one}  ${two}`,
      }).database?.replicaUrls,
    ).toEqual([one, two]);
    expect(() => readSettings({ DATABASE_REPLICA_URLS: one })).toThrow('DATABASE_REPLICA_URLS is set');
  });

  it('accept a direct address for each server, and require a cookie secret in production with replicas', () => {
    const servers = { DATABASE_URL: 'postgres://a@pool/1', DATABASE_REPLICA_URLS: 'postgres://a@pool/2' };
    expect(() => readSettings({ ...servers, DATABASE_DIRECT_URLS: 'postgres://c@one/portal' })).toThrow(
      'DATABASE_DIRECT_URLS must name as many servers',
    );
    expect(() => readSettings({ ...servers, NODE_ENV: 'production' })).toThrow('COOKIE_SECRET must be set');
    const COOKIE_SECRET = 'x'.repeat(32);
    expect(readSettings({ ...servers, NODE_ENV: 'production', COOKIE_SECRET }).cookieSecret).toBe(
      COOKIE_SECRET,
    );
  });

  it('require a TLS address if other machines can connect', () => {
    expect(() => readSettings({ PUBLIC_ORIGIN: 'http://portal.example.org' })).toThrow(
      'PUBLIC_ORIGIN must begin with https://',
    );
    for (const own of ['http://localhost:3000', 'http://127.0.0.1:8080', 'http://[::1]:3000']) {
      expect(readSettings({ PUBLIC_ORIGIN: own }).publicOrigin).toBe(own);
    }
    expect(() => readSettings({ HOST: '0.0.0.0' })).toThrow('PUBLIC_ORIGIN must be set');
    expect(readSettings({ HOST: '0.0.0.0', PUBLIC_ORIGIN: 'https://portal.example.org' }).host).toBe(
      '0.0.0.0',
    );
  });

  it('refuse a Redis elsewhere that asks for no password', () => {
    for (const url of ['redis://cache:6379', 'redis://portal@cache:6379', 'rediss://10.0.0.9']) {
      expect(() => readSettings({ REDIS_URL: url }), url).toThrow(
        'REDIS_URL must carry a user and a password',
      );
    }
    expect(readSettings({ REDIS_URL: 'redis://127.0.0.1:6379' }).redisUrl).toBe('redis://127.0.0.1:6379');
  });

  it('refuse an owner without an application', () => {
    expect(() => readSettings({ DATABASE_OWNER_URL: 'postgres://a@b/c' })).toThrow(
      'DATABASE_OWNER_URL is set, and DATABASE_URL is not',
    );
  });

  it('accept the logins of one server only, and derive from them those of the other servers', () => {
    const urls = {
      DATABASE_URL: 'postgres://public:p@pool/portal_1',
      DATABASE_STAFF_URL: 'postgres://staff:s@pool/portal_1_staff',
      DATABASE_SYSTEM_URL: 'postgres://system:y@pool/portal_1_system',
    };
    expect(readSettings(urls).database).toMatchObject({
      url: urls.DATABASE_URL,
      staffUrl: urls.DATABASE_STAFF_URL,
      systemUrl: urls.DATABASE_SYSTEM_URL,
    });
    for (const elsewhere of ['postgres://staff@other/portal_1', 'postgres://staff@pool/portal_2']) {
      expect(() => readSettings({ ...urls, DATABASE_STAFF_URL: elsewhere })).toThrow(
        'DATABASE_STAFF_URL must name the server and the database of DATABASE_URL',
      );
    }
    expect(() => readSettings({ DATABASE_SYSTEM_URL: urls.DATABASE_SYSTEM_URL })).toThrow(
      'DATABASE_SYSTEM_URL must name',
    );
  });

  it('refuse in production what a process must not hold, and repeat none of it', () => {
    const held = { DATABASE_URL: 'postgres://a@b/c', DATABASE_OWNER_URL: 'postgres://owner:hunter2@b/c' };
    const read = (NODE_ENV: string) =>
      readSettings({ ...held, NODE_ENV }, { withheld: ['DATABASE_OWNER_URL'] });
    expect(() => read('production')).toThrow('DATABASE_OWNER_URL is set, and this process must not hold it');
    expect(() => read('production')).not.toThrow('hunter2');
    expect(read('development').ownerUrl).toBe(held.DATABASE_OWNER_URL);
  });

  it('give openDatabase every option that it takes', () => {
    const url = 'postgres://app@zero/portal';
    const { database, ownerUrl } = readSettings({
      DATABASE_URL: url,
      DATABASE_POOL_SIZE: '4',
      DATABASE_PREPARED_STATEMENTS: 'false',
      REDIS_URL: 'redis://portal:secret@cache:6379',
    });
    expect(ownerUrl).toBe(url);
    // Without a list of replicas there is one server, and nobody probes it.
    expect(database).toEqual({
      url,
      directUrls: [],
      redisUrl: 'redis://portal:secret@cache:6379',
      maxConnections: 4,
      preparedStatements: false,
    });
  });

  it('have pages for developers only in development, on an address of this machine', () => {
    const hasDevPages = (env: Record<string, string>) => readSettings(env).hasDevPages;
    const development = { NODE_ENV: 'development' };
    expect(hasDevPages(development)).toBe(true);
    expect(hasDevPages({ NODE_ENV: 'test' })).toBe(true);
    expect(hasDevPages({ ...development, PUBLIC_ORIGIN: 'http://127.0.0.1:3000' })).toBe(true);
    expect(hasDevPages({ ...development, PUBLIC_ORIGIN: 'https://portal.example.org' })).toBe(false);
    expect(hasDevPages({ PUBLIC_ORIGIN: 'http://127.0.0.1:3000' })).toBe(false);
    expect(hasDevPages({ NODE_ENV: 'production' })).toBe(false);
  });

  it('find the keys that the portal generated on a developer’s machine, and ignore them in production', () => {
    const DATABASE_URL = 'postgres://app@zero/portal';
    const ownFileOf = (env: Record<string, string>) => readSettings(env).keys.ownFile;
    expect(ownFileOf({ DATABASE_URL, DATA_DIRECTORY: '/srv/own', NODE_ENV: 'development' })).toBe(
      '/srv/own/keys',
    );
    expect(ownFileOf({ DATABASE_URL, NODE_ENV: 'production' })).toBeUndefined();
    expect(ownFileOf({ DATABASE_URL })).toBeUndefined();
  });

  it('are all listed in the document’s table', () => {
    const [, table = ''] =
      /^# Settings$(.*?)^## /ms.exec(readFileSync(join(top, 'docs/settings.md'), 'utf8')) ?? [];
    const rows = [...table.matchAll(/^\| (`.*?`) \|/gm)].map(([, names = '']) => names);
    const documented = rows.flatMap((names) => [...names.matchAll(/`(\w+)`/g)].map(([, name]) => name));
    expect(documented.toSorted()).toEqual(settingNames.toSorted());
  });
});
