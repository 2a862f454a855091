import { join, resolve } from 'node:path';
import { z } from 'zod';
import { isThisMachine } from './http/this-machine.ts';

const databaseUrl = z
  .string()
  .refine(
    (url) => /^postgres(ql)?:\/\//.test(url) && URL.canParse(url),
    'must be a URL such as postgres://user:password@host/database',
  );
const databaseUrls = z
  .string()
  .transform((text) => text.split(/\s+/).filter(Boolean))
  .pipe(z.array(databaseUrl))
  .default([]);
const flag = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((value) => value === 'true');
const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .pipe(z.number().min(least, `must be at least ${least}`).max(most, `must be at most ${most}`));
const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const environment = z
  .object({
    PORT: wholeNumber(1, 65_535).default(3_000),
    HOST: z.string().min(1).default('127.0.0.1'),
    /** The address that people type, where a proxy stands in front. */
    PUBLIC_ORIGIN: z
      .string()
      .refine((origin) => URL.canParse(origin) && new URL(origin).origin === origin, {
        error: 'must be an origin such as https://portal.example.org',
        abort: true,
      })
      .refine(
        (origin) => origin.startsWith('https:') || isThisMachine(new URL(origin).hostname),
        'must begin with https:// outside of this machine: browsers send the portal’s cookies nowhere else',
      )
      .optional(),
    DATABASE_URL: databaseUrl.optional(),
    DATABASE_OWNER_URL: databaseUrl.optional(),
    /** The other servers of the same database, separated by spaces. */
    DATABASE_REPLICA_URLS: databaseUrls,
    /** The same servers, DATABASE_URL's first, without the pooler between, as a login that may cancel what runs there. */
    DATABASE_DIRECT_URLS: databaseUrls,
    /** Where all processes of the portal remember what each user wrote last. */
    REDIS_URL: z
      .string()
      .refine(
        (url) => /^rediss?:\/\//.test(url) && URL.canParse(url),
        'must be a URL such as redis://host:6379',
      )
      .optional(),
    /** Where mail is handed in; without it mail is kept, and shown at `/dev/outbox` outside production. */
    SMTP_URL: z
      .string()
      .refine(
        (url) => /^smtps?:\/\//.test(url) && URL.canParse(url),
        'must be a URL such as smtp://user:password@host:587',
      )
      .optional(),
    MAIL_FROM: z.string().min(3).default('NAMC NorCal <portal@example.org>'),
    PORTAL_KEYS: z.string().optional(),
    PORTAL_KEYS_FILE: z.string().optional(),
    /** Whether a proxy in front says in X-Forwarded-For who asks. */
    TRUST_PROXY: flag.default(false),
    COOKIE_SECRET: z.string().min(32, 'must have 32 characters or more').optional(),
    DATABASE_POOL_SIZE: wholeNumber(1, 200).default(10),
    DATABASE_PREPARED_STATEMENTS: flag.default(true),
    /** A transaction that takes longer has a line in the log. */
    SLOW_TRANSACTION_MS: wholeNumber(1, 600_000).default(1_000),
    METRICS_TOKEN: z
      .string()
      .regex(/^[\w.~+/-]{16,}=*$/, 'must be 16 or more of A–Z, a–z, 0–9, and - . _ ~ + /')
      .optional(),
    DATA_DIRECTORY: z.string().min(1).default('.data'),
    LOG_LEVEL: z.enum(levels, { error: `must be one of ${levels.join(', ')}` }).default('info'),
    NODE_ENV: z
      .enum(['development', 'test', 'production'], { error: 'must be development, test or production' })
      .default('development'),
  })
  .refine((env) => env.PUBLIC_ORIGIN !== undefined || isThisMachine(env.HOST), {
    path: ['PUBLIC_ORIGIN'],
    error:
      'has to be set where HOST lets others in: mailed links and cookies need the address that people type',
  })
  .refine((env) => env.DATABASE_URL !== undefined || env.DATABASE_OWNER_URL === undefined, {
    path: ['DATABASE_OWNER_URL'],
    error: 'is set, and DATABASE_URL is not: set both or neither',
  })
  .refine((env) => env.DATABASE_URL !== undefined || env.DATABASE_REPLICA_URLS.length === 0, {
    path: ['DATABASE_REPLICA_URLS'],
    error: 'is set, and DATABASE_URL is not: set both or neither',
  })
  .refine(
    ({ DATABASE_DIRECT_URLS: direct, DATABASE_REPLICA_URLS: replicas }) =>
      direct.length === 0 || direct.length === replicas.length + 1,
    {
      path: ['DATABASE_DIRECT_URLS'],
      error: 'must name as many servers as DATABASE_URL and DATABASE_REPLICA_URLS together, in that order',
    },
  )
  .refine(
    (env) =>
      env.NODE_ENV !== 'production' ||
      env.DATABASE_REPLICA_URLS.length === 0 ||
      env.COOKIE_SECRET !== undefined,
    {
      path: ['COOKIE_SECRET'],
      error:
        'has to be set where there are replicas: without it the portal’s processes do not believe one another’s cookies',
    },
  );

export interface Config {
  port: number;
  host: string;
  publicOrigin: string | undefined;
  /** Undefined: the embedded database under `dataDirectory`. */
  databaseUrl: string | undefined;
  replicaUrls: string[];
  directUrls: string[];
  redisUrl: string | undefined;
  /** Undefined: one that this process makes up. */
  cookieSecret: string | undefined;
  smtpUrl: string | undefined;
  mailFrom: string;
  /** Of encrypted columns: the text, or the file that holds it. */
  keys: { text: string | undefined; file: string | undefined; ownFile: string | undefined };
  isProxied: boolean;
  databasePoolSize: number;
  preparedStatements: boolean;
  slowTransactionMs: number;
  /** Who shows it may read `/metrics`; undefined: nobody may. */
  metricsToken: string | undefined;
  dataDirectory: string;
  logLevel: (typeof levels)[number];
  isProduction: boolean;
}

/** Every variable that is wrong, with what it has to be; a value that may hold a password is not repeated. */
export class ConfigError extends Error {
  constructor(problems: string[]) {
    super(`These settings are wrong:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/**
 * The settings that an environment describes; an empty variable counts as one that is not set.
 * @throws ConfigError that names every wrong variable at once.
 */
export function readConfig(env: Record<string, string | undefined>, top: string): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`));
  }
  const settings = parsed.data;
  return {
    port: settings.PORT,
    host: settings.HOST,
    publicOrigin: settings.PUBLIC_ORIGIN,
    databaseUrl: settings.DATABASE_URL,
    replicaUrls: settings.DATABASE_REPLICA_URLS,
    directUrls: settings.DATABASE_DIRECT_URLS,
    redisUrl: settings.REDIS_URL,
    cookieSecret: settings.COOKIE_SECRET,
    smtpUrl: settings.SMTP_URL,
    mailFrom: settings.MAIL_FROM,
    keys: {
      text: settings.PORTAL_KEYS,
      file: settings.PORTAL_KEYS_FILE,
      // In production they are kept with care, or there are none; on somebody's own machine the first start makes one.
      ownFile:
        settings.DATABASE_URL && settings.NODE_ENV === 'production'
          ? undefined
          : join(resolve(top, settings.DATA_DIRECTORY), 'keys'),
    },
    isProxied: settings.TRUST_PROXY,
    databasePoolSize: settings.DATABASE_POOL_SIZE,
    preparedStatements: settings.DATABASE_PREPARED_STATEMENTS,
    slowTransactionMs: settings.SLOW_TRANSACTION_MS,
    metricsToken: settings.METRICS_TOKEN,
    dataDirectory: resolve(top, settings.DATA_DIRECTORY),
    logLevel: settings.LOG_LEVEL,
    isProduction: settings.NODE_ENV === 'production',
  };
}
