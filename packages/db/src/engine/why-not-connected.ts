import { errorCode, isAnswer } from './connection.ts';
import { Failure } from './errors.ts';

/** The variables that hold addresses of the database, with their values. */
type Urls = Record<string, string | undefined>;

interface Cause {
  codes: string[];
  /** Its first group is the login, the database or the host that the server or the system names. */
  message: RegExp;
  /** The part of a URL that the group is compared with. */
  of?: (url: URL) => string;
  say: (name: string, variables: string) => string;
}

const login = (url: URL) => decodeURIComponent(url.username);
const database = (url: URL) => decodeURIComponent(url.pathname.slice(1));
const makeIt = 'make the login with docker/postgres/create-logins.sh';
const named = (name: string) => (name ? ` “${name}”` : '');

/**
 * PostgreSQL does not tell a wrong password from a missing login, so that nobody can try out names. PgBouncer has its
 * own words and one code for all of it.
 */
const causes: Cause[] = [
  {
    codes: ['28P01', '08P01'],
    message: /(?:password|SASL) authentication failed(?: for user "(.*)")?/,
    of: login,
    say: (name, variables) =>
      `The database server refuses the login${named(name)} of ${variables}: the password is wrong, or there is no such login. Correct the URL, or ${makeIt}.`,
  },
  {
    codes: ['28000', '08P01'],
    message: /role "(.*)" does not exist|no such user/,
    of: login,
    say: (name, variables) =>
      `The database server has no login${named(name)}, which ${variables} names. Correct the URL, or ${makeIt}.`,
  },
  {
    codes: ['28000'],
    message: /role "(.*)" is not permitted to log in/,
    of: login,
    say: (name, variables) =>
      `The role${named(name)} of ${variables} may not log in. Correct the URL, or ${makeIt}.`,
  },
  {
    codes: ['28000'],
    message: /no pg_hba\.conf entry for .*user "(.*?)"/,
    of: login,
    say: (name, variables) =>
      `The database server does not accept the login${named(name)} of ${variables} from this machine. Add a line for it to the server’s pg_hba.conf.`,
  },
  {
    codes: ['08P01'],
    message: /login rejected/,
    say: (_name, variables) =>
      `The pooler of ${variables} lets this login into no database of that name. Correct the URL, or add a line for them to the pooler’s pg_hba.conf.`,
  },
  {
    codes: ['3D000', '08P01'],
    message: /database "(.*)" does not exist|no such database: (.*)/,
    of: database,
    say: (name, variables) =>
      `The database server has no database${named(name)}, which ${variables} names. Correct the URL, or create the database and run portal migrate.`,
  },
  {
    codes: ['42501'],
    message: /permission denied for database "(.*)"/,
    of: database,
    say: (name, variables) =>
      `The login of ${variables} may not connect to the database${named(name)}. Correct the URL, or run portal migrate as the database’s owner.`,
  },
  {
    codes: ['ECONNREFUSED'],
    message: /ECONNREFUSED (\S+)/,
    of: (url) => `${url.hostname}:${url.port || 5432}`,
    say: (name, variables) =>
      `Nothing listens at ${name}, which ${variables} names. Start the database server, or correct the host and the port.`,
  },
  {
    codes: ['ENOTFOUND', 'EAI_AGAIN'],
    message: /(?:ENOTFOUND|EAI_AGAIN) (\S+)/,
    of: (url) => url.hostname,
    say: (name, variables) => `The host${named(name)} in ${variables} is unknown. Correct the URL.`,
  },
  {
    codes: ['CONNECT_TIMEOUT', 'ETIMEDOUT', 'EHOSTUNREACH'],
    message: /(?:^|CONNECT_TIMEOUT |ETIMEDOUT |EHOSTUNREACH )(\S*:\d+)?/,
    of: (url) => `${url.hostname}:${url.port || 5432}`,
    say: (name, variables) =>
      `The database server in ${variables} does not answer${name ? ` at ${name}` : ''}. Check the host, the port and what lies between.`,
  },
  {
    codes: ['08P01'],
    message: /server login|connect to server/,
    say: (_name, variables) =>
      `The pooler in ${variables} answers, and its database server lets it in no more: ask the pooler’s log why.`,
  },
  {
    codes: ['53300'],
    message: /^/,
    say: (_name, variables) =>
      `The database server in ${variables} has no connection left. Try again in a moment, or end others’ connections.`,
  },
  {
    codes: ['57P03'],
    message: /^/,
    say: (_name, variables) =>
      `The database server in ${variables} is starting or stopping. Try again in a moment.`,
  },
];

/** The variables whose URL names this login, database or host; all of them if none does. */
function variablesOf(urls: Urls, { of }: Cause, name: string): string {
  const given = Object.entries(urls).filter((one): one is [string, string] => !!one[1]);
  const holders = given.filter(([, value]) =>
    value.split(/\s+/).some((url) => URL.canParse(url) && of?.(new URL(url)) === name),
  );
  return (holders.length > 0 ? holders : given).map(([variable]) => variable).join(', ') || 'DATABASE_URL';
}

/**
 * The reason why a connection to the database was not made, and the way out, as sentences that name the variable of `urls` and
 * repeat no password; undefined for another error, such as a connection that was lost.
 */
export function whyNotConnected(error: unknown, urls: Urls): string | undefined {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const code = errorCode(first);
  if (code === undefined || !(first instanceof Error)) return undefined;
  for (const cause of causes) {
    const found = cause.codes.includes(code) ? cause.message.exec(first.message) : null;
    if (!found) continue;
    const name = found.slice(1).find(Boolean) ?? '';
    return cause.say(name, variablesOf(urls, cause, name));
  }
  return undefined;
}

/**
 * An error in the words for whoever starts a process of the portal. Failures explain themselves, and one for want of a
 * connection also says why there is none. Anything else is a defect, and its stack shows where.
 */
export function inWordsForOperator(error: unknown, environment: Record<string, string | undefined>): string {
  const cause = error instanceof Failure ? error.cause : error;
  const urls = Object.entries(environment).filter(([name]) => /^DATABASE_\w*URLS?$/.test(name));
  const why = whyNotConnected(cause, Object.fromEntries(urls));
  // A server that answers was reached.
  if (why) return error instanceof Failure && !isAnswer(cause) ? `${error.message}\n${why}` : why;
  return String(error instanceof Failure ? error.message : error instanceof Error ? error.stack : error);
}
