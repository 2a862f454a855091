import { join, resolve } from 'node:path';
import { z } from 'zod';
import { Failure } from './errors.ts';
import { keySourcesOf } from './secrets/key-sources.ts';
import { type KeySource, keyProblem } from './secrets/read-keys.ts';
import {
  databaseUrl,
  databaseUrls,
  flag,
  folderOrStore,
  httpsUrl,
  isSamePlace,
  levels,
  mailFrom,
  probeName,
  publicOrigin,
  scannerAddress,
  urlWith,
  version,
  wholeNumber,
} from './setting-values.ts';
import { stripeOf, stripeRules, stripeVariables } from './stripe-settings.ts';
import { isThisMachine } from './this-machine.ts';

const repository = resolve(import.meta.dirname, '../../../..');

const resolvePlace = (given: string | undefined, otherwise: string) =>
  given?.startsWith('s3://') ? given : resolve(repository, given ?? otherwise);

/** `docs/settings.md` describes each variable; a test compares the two. */
const variables = z.object({
  PORT: wholeNumber(1, 65_535).default(3_000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_ORIGIN: publicOrigin.optional(),
  DATABASE_URL: databaseUrl.optional(),
  DATABASE_STAFF_URL: databaseUrl.optional(),
  DATABASE_SYSTEM_URL: databaseUrl.optional(),
  DATABASE_WORKER_URL: databaseUrl.optional(),
  DATABASE_OWNER_URL: databaseUrl.optional(),
  DATABASE_AUDITOR_URL: databaseUrl.optional(),
  DATABASE_IMPORT_URL: databaseUrl.optional(),
  DATABASE_MAINTENANCE_URL: databaseUrl.optional(),
  DATABASE_REPLICA_URLS: databaseUrls,
  DATABASE_DIRECT_URLS: databaseUrls,
  DATABASE_POOLER_URL: databaseUrl.optional(),
  DATABASE_AGENT_URLS: databaseUrls,
  DATABASE_POOL_SIZE: wholeNumber(1, 200).default(12),
  DATABASE_PREPARED_STATEMENTS: flag.default(true),
  REDIS_URL: urlWith(/^rediss?:\/\//, 'redis://user:password@host:6379')
    .refine(
      (url) => !URL.canParse(url) || isThisMachine(new URL(url).hostname) || new URL(url).password !== '',
      'must carry a user and a password outside this machine',
    )
    .optional(),
  SMTP_URL: urlWith(/^smtps?:\/\//, 'smtp://user:password@host:587').optional(),
  MAIL_FROM: mailFrom,
  PORTAL_KEYS: z.string().optional(),
  PORTAL_KEYS_FILE: z.string().optional(),
  PORTAL_SEAL_KEYS: z.string().optional(),
  PORTAL_SEAL_KEYS_FILE: z.string().optional(),
  PORTAL_BID_KEYS: z.string().optional(),
  PORTAL_BID_KEYS_FILE: z.string().optional(),
  PORTAL_BID_PUBLIC_KEY: z.string().optional(),
  PORTAL_BID_PUBLIC_KEY_FILE: z.string().optional(),
  PORTAL_ANCHOR: z.string().min(1).optional(),
  PORTAL_ANCHOR_S3: z
    .string()
    .regex(
      /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[\w./-]*)?$/,
      'must be a folder such as s3://bucket/prefix',
    )
    .optional(),
  PARTITION_EXPORTS: folderOrStore.optional(),
  FILE_STORE: folderOrStore.optional(),
  VIRUS_SCANNER: scannerAddress.optional(),
  BACKUPS: folderOrStore.optional(),
  SERVER_BACKUPS: z.string().min(1).optional(),
  PORTAL_ANCHOR_MAIL: z.email('must be an email address').optional(),
  TRAIL_ALARM_SECONDS: wholeNumber(60, 604_800).default(600),
  TRUST_PROXY: flag.default(false),
  COOKIE_SECRET: z.string().min(32, 'must have 32 characters or more').optional(),
  SLOW_TRANSACTION_MS: wholeNumber(1, 600_000).default(1_000),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\w.~+/-]{16,}=*$/, 'must be 16 or more of A–Z, a–z, 0–9, and - . _ ~ + /')
    .optional(),
  DATA_DIRECTORY: z.string().min(1).default('.data'),
  LICENSE_FILE_URL: httpsUrl('https://board.example.org/master.csv')
    .refine(
      (url) => !URL.canParse(url) || (new URL(url).username === '' && new URL(url).password === ''),
      'must carry no user and no password',
    )
    .optional(),
  ...stripeVariables,
  PROBE_NAME: probeName,
  PORTAL_VERSION: version(join(repository, 'package.json')),
  PROBE_MAIL_TO: z.email('must be an email address').optional(),
  PROBE_WEBHOOK_URL: httpsUrl('https://hooks.example.org/…').optional(),
  PROBE_WEBHOOK_SECRET: z.string().min(16, 'must have 16 characters or more').optional(),
  LOG_LEVEL: z.enum(levels, { error: `must be one of ${levels.join(', ')}` }).default('info'),
  NODE_ENV: z
    .enum(['development', 'test', 'production'], { error: 'must be development, test or production' })
    // A process that forgets to say so counts as a public server, and gets the strict rules.
    .default('production'),
});
type Variables = z.infer<typeof variables>;

/** Every variable that the portal reads. */
export const settingNames = Object.keys(variables.shape);

/**
 * A rule between variables: the variable that the message names, the message, and the test for a violation.
 */
const rules: { name: keyof Variables; error: string; isBroken: (given: Variables) => boolean }[] = [
  {
    name: 'PUBLIC_ORIGIN',
    error: 'must be set when HOST lets others in: mailed links and cookies need the address that people type',
    isBroken: (given) => given.PUBLIC_ORIGIN === undefined && !isThisMachine(given.HOST),
  },
  ...stripeRules,
  {
    name: 'PROBE_WEBHOOK_SECRET',
    error: 'must be set with PROBE_WEBHOOK_URL, and only with it: it signs the messages',
    isBroken: (given) =>
      (given.PROBE_WEBHOOK_URL === undefined) !== (given.PROBE_WEBHOOK_SECRET === undefined),
  },
  {
    name: 'DATABASE_OWNER_URL',
    error: 'is set, and DATABASE_URL is not: set both or neither',
    isBroken: (given) => given.DATABASE_OWNER_URL !== undefined && given.DATABASE_URL === undefined,
  },
  {
    name: 'DATABASE_IMPORT_URL',
    error: 'is set, and DATABASE_URL is not: set both or neither',
    isBroken: (given) => given.DATABASE_IMPORT_URL !== undefined && given.DATABASE_URL === undefined,
  },
  {
    name: 'DATABASE_MAINTENANCE_URL',
    error: 'is set, and DATABASE_URL is not: set both or neither',
    isBroken: (given) => given.DATABASE_MAINTENANCE_URL !== undefined && given.DATABASE_URL === undefined,
  },
  ...(['DATABASE_STAFF_URL', 'DATABASE_SYSTEM_URL', 'DATABASE_WORKER_URL'] as const).map((name) => ({
    name,
    error:
      'must name the server and the database of DATABASE_URL; only the database’s name may have an ending of its own',
    isBroken: (given: Variables) =>
      given[name] !== undefined && !isSamePlace(given[name], given.DATABASE_URL),
  })),
  {
    name: 'DATABASE_REPLICA_URLS',
    error: 'is set, and DATABASE_URL is not: set both or neither',
    isBroken: (given) => given.DATABASE_REPLICA_URLS.length > 0 && given.DATABASE_URL === undefined,
  },
  {
    name: 'DATABASE_DIRECT_URLS',
    error: 'must name as many servers as DATABASE_URL and DATABASE_REPLICA_URLS together, in that order',
    isBroken: ({ DATABASE_DIRECT_URLS: direct, DATABASE_REPLICA_URLS: replicas }) =>
      direct.length > 0 && direct.length !== replicas.length + 1,
  },
  {
    name: 'COOKIE_SECRET',
    error:
      'must be set in production with replicas: without it the portal’s processes do not accept one another’s cookies',
    isBroken: (given) =>
      given.NODE_ENV === 'production' &&
      given.DATABASE_REPLICA_URLS.length > 0 &&
      given.COOKIE_SECRET === undefined,
  },
];

type GivenText = { [Name in keyof Variables]?: string | undefined };

type Ring = keyof ReturnType<typeof keySourcesOf>;

/**
 * `when` runs the rules also when a single variable is wrong. The rules then see that variable's text. A check with
 * `abort: true` on a variable would keep the rules from running.
 */
const schema = rules
  .reduce(
    (all, { name, error, isBroken }) =>
      all.refine((given) => !isBroken(given), { path: [name], error, when: () => true }),
    variables,
  )
  .transform((given) => {
    const isProduction = given.NODE_ENV === 'production';
    const dataDirectory = resolve(repository, given.DATA_DIRECTORY);
    const url = given.DATABASE_URL;
    const replicaUrls = given.DATABASE_REPLICA_URLS;
    return {
      port: given.PORT,
      host: given.HOST,
      publicOrigin: given.PUBLIC_ORIGIN,
      /** The options of `openDatabase`; undefined for the embedded database under `dataDirectory`. */
      database: url
        ? {
            url,
            staffUrl: given.DATABASE_STAFF_URL,
            systemUrl: given.DATABASE_SYSTEM_URL,
            ...(replicaUrls.length > 0 ? { replicaUrls } : {}),
            directUrls: given.DATABASE_DIRECT_URLS,
            poolerUrl: given.DATABASE_POOLER_URL,
            redisUrl: given.REDIS_URL,
            maxConnections: given.DATABASE_POOL_SIZE,
            preparedStatements: given.DATABASE_PREPARED_STATEMENTS,
          }
        : undefined,
      /** The system's login in the worker's process, which alone reaches the job queue. */
      workerUrl: given.DATABASE_WORKER_URL ?? given.DATABASE_SYSTEM_URL,
      /** The login that owns the tables; undefined for the embedded database. */
      ownerUrl: given.DATABASE_OWNER_URL ?? url,
      /** The login for imports, which the worker and the command line use. */
      importUrl: given.DATABASE_IMPORT_URL,
      /** The login for maintenance, which the worker and the command line use, without a pooler. */
      maintenanceUrl: given.DATABASE_MAINTENANCE_URL,
      /** The folder, or `s3://bucket/prefix`, to which partitions past their retention are exported. */
      partitionExports: resolvePlace(given.PARTITION_EXPORTS, join(dataDirectory, 'partitions')),
      /** The folders, or `s3://bucket/prefix`, for the portal’s files and the backups of the embedded database. */
      fileStore: resolvePlace(given.FILE_STORE, join(dataDirectory, 'files')),
      backups: resolvePlace(given.BACKUPS, join(dataDirectory, 'backups')),
      /** Where ClamAV’s daemon listens. Without one, files are not scanned. */
      virusScanner: given.VIRUS_SCANNER,
      /** The folder of uploads on their way. The processes of one portal share it. */
      uploadsDirectory: join(dataDirectory, 'uploads'),
      redisUrl: given.REDIS_URL,
      /** Without `smtpUrl` mail is kept, and shown at `/dev/outbox` if `hasDevPages`. */
      mail: { smtpUrl: given.SMTP_URL, from: given.MAIL_FROM },
      ...keySourcesOf(given),
      /** The servers as the agent's login, the one beside it first. */
      agentUrls: given.DATABASE_AGENT_URLS,
      /** The folder in which the agent keeps what it needs to back up the server beside it. */
      serverBackups: resolve(repository, given.SERVER_BACKUPS ?? join(dataDirectory, 'server-backups')),
      /** A login that reads past the policies, for the verification of the trail. */
      auditorUrl: given.DATABASE_AUDITOR_URL,
      /** The file that follows the chain of seals. */
      anchorFile: resolve(repository, given.PORTAL_ANCHOR ?? join(dataDirectory, 'audit-anchor.jsonl')),
      /** The folder of an object store that follows it too; undefined for none. */
      anchorStore: given.PORTAL_ANCHOR_S3,
      /** The address that gets the end of the chain each night; undefined for none. */
      anchorMail: given.PORTAL_ANCHOR_MAIL,
      /** A row of the trail that has waited longer for its seal is an alarm. */
      trailAlarmSeconds: given.TRAIL_ALARM_SECONDS,
      isProxied: given.TRUST_PROXY,
      /** Undefined: each process generates one. */
      cookieSecret: given.COOKIE_SECRET,
      slowTransactionMs: given.SLOW_TRANSACTION_MS,
      /** Undefined: there is no `/metrics`. */
      metricsToken: given.METRICS_TOKEN,
      dataDirectory,
      /** The worker’s own copies of the license board’s files while it reads them. */
      importsDirectory: join(dataDirectory, 'imports'),
      /** From where the worker fetches the license board's file; undefined for nowhere. */
      licenseFileUrl: given.LICENSE_FILE_URL,
      stripe: stripeOf(given),
      /** The version of the portal. A change of it is a deploy. */
      version: given.PORTAL_VERSION,
      /** For `portal probe` alone. */
      probe: {
        name: given.PROBE_NAME,
        stateFile: join(dataDirectory, 'probe.json'),
        mailTo: given.PROBE_MAIL_TO,
        webhookUrl: given.PROBE_WEBHOOK_URL,
        webhookSecret: given.PROBE_WEBHOOK_SECRET,
      },
      logLevel: given.LOG_LEVEL,
      isProduction,
      /** True if `/dev/*` exists: for a developer on this machine, and nobody else. */
      hasDevPages:
        !isProduction &&
        (given.PUBLIC_ORIGIN === undefined || isThisMachine(new URL(given.PUBLIC_ORIGIN).hostname)),
    };
  });

/**
 * The portal's settings. The API, the worker, and the command line read the same ones from one environment.
 */
export type Settings = z.infer<typeof schema>;

/** Names every wrong variable and its valid form. Repeats no value, because a value may hold a password. */
export class SettingsError extends Failure {
  constructor(problems: string[]) {
    super('invalid_input', `These settings are wrong:\n${problems.map((line) => `  ${line}`).join('\n')}`);
  }
}

/** The demands of one process on its settings, beyond those of all. */
export interface Demands {
  /**
   * Variables that this process must not hold in production, because whoever breaks into it would have their power.
   */
  withheld?: readonly (keyof Variables)[];
  /** The keys that it reads. */
  keys?: readonly Ring[];
  /** Variables that it cannot do without, and the words for one that is missing. */
  needed?: readonly { name: keyof Variables; error: string; isInProductionOnly?: true }[];
}

/**
 * Parses an environment into settings. An empty variable counts as not set.
 * @throws SettingsError that names everything wrong at once, wrong and missing keys included.
 */
export function readSettings(
  environment: Record<string, string | undefined>,
  { withheld = [], keys = [], needed = [] }: Demands = {},
): Settings {
  const given: GivenText = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== ''),
  );
  const parsed = schema.safeParse(given);
  const isProduction = parsed.data?.isProduction !== false;
  const sources = Object.entries(keySourcesOf(given)) as [Ring, KeySource][];
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => `${issue.path[0]?.toString()} ${issue.message}`),
    ...needed
      .filter(
        ({ name, isInProductionOnly }) => given[name] === undefined && (isProduction || !isInProductionOnly),
      )
      .map(({ name, error }) => `${name} ${error}`),
    ...sources.flatMap(([ring, source]) => keyProblem(source, keys.includes(ring)) ?? []),
    ...withheld
      .filter((name) => isProduction && given[name] !== undefined)
      .map((name) => `${name} is set, and this process must not hold it in production`),
  ];
  if (parsed.data && problems.length === 0) return parsed.data;
  throw new SettingsError(problems);
}
