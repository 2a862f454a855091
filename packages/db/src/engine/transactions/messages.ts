import { quoteLiteral } from '../quote-literal.ts';
import { resetStatements } from './reset.ts';

/** Settings that hold for one transaction. */
export interface TransactionSettings {
  role: 'application_role' | 'admin_role' | 'system_role' | 'queue_role';
  'app.current_user_id': string;
  'app.actor': string;
  'app.on_behalf_of': string;
  'app.request_id': string;
  statement_timeout: string;
  idle_in_transaction_session_timeout: string;
}

/** The order of the parameters of the statement that sets them. */
const settingNames: (keyof TransactionSettings)[] = [
  'role',
  'app.current_user_id',
  'app.actor',
  'app.on_behalf_of',
  'app.request_id',
  'statement_timeout',
  'idle_in_transaction_session_timeout',
];

/** Messages of PostgreSQL's extended protocol, ready to be sent. `answers` counts the statements in them. */
export interface Messages {
  bytes: Buffer;
  answers: number;
}

const withLength = (kind: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5, kind, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};
const parse = (name: string, text: string) =>
  withLength('P', Buffer.from(`${name}\0${text}\0\0\0`, 'latin1'));
const bind = (name: string) => withLength('B', Buffer.from(`\0${name}\0\0\0\0\0\0\0`, 'latin1'));
const execute = withLength('E', Buffer.alloc(5));
const sync = withLength('S', Buffer.alloc(0));

/**
 * The level is named, because a login may change its own default, and the rules of the portal need a snapshot for each
 * statement.
 */
const beginText = {
  read: 'begin isolation level read committed, read only',
  write: 'begin isolation level read committed',
};

/** The engine's own statements, under the names that they are prepared as on each connection. */
const names = {
  begin: 'portal begin',
  beginRead: 'portal begin read',
  settings: 'portal settings',
  'for each value': 'portal planning for each value',
  once: 'portal planning once',
};
const readOnlySettings = 'portal read-only settings';

const setting = (name: string, value: string) => `pg_catalog.set_config('${name}',${value},true)`;
const settings = settingNames.map((name, at) => setting(name, `$${at + 1}`));
/** One small value comes back. */
const settingsText = (calls: string[]) => `select pg_catalog.concat(${calls.join()}) is null`;

/**
 * How the server plans the statements of a transaction: for the values of each, or once on a connection for all values. A plan
 * for all values saves the time of planning, where every value has the same best plan.
 */
export type PlanningMode = 'for each value' | 'once';

/**
 * Sets how statements are planned. The planner learns that a random page costs little more than a sequential one (the table is
 * in memory or on a solid state disk) and that a worker process takes longer to start than a search.
 */
export const planningTexts: Record<PlanningMode, string> = {
  'for each value': planningText('force_custom_plan'),
  once: planningText('force_generic_plan'),
};

function planningText(mode: string): string {
  return settingsText([
    setting('plan_cache_mode', `'${mode}'`),
    setting('random_page_cost', "'1.1'"),
    setting('max_parallel_workers_per_gather', "'0'"),
  ]);
}

/** Prepares the engine's statements. It leaves once on each connection, before the first of `openings`. */
export const preparing: Buffer = Buffer.concat([
  parse(names.begin, beginText.write),
  parse(names.beginRead, beginText.read),
  parse(names.settings, settingsText(settings)),
  parse(readOnlySettings, settingsText([setting('transaction_read_only', "'on'"), ...settings])),
  parse(names['for each value'], planningTexts['for each value']),
  parse(names.once, planningTexts.once),
  ...resetStatements.map((text, at) => parse(`portal reset ${at}`, text)),
]);

/** Resets the session, and ends what the server answers in one go. */
export const resetting: Buffer = Buffer.concat([
  ...resetStatements.flatMap((_, at) => [bind(`portal reset ${at}`), execute]),
  sync,
]);

const planningMessages = (mode: PlanningMode): Messages => ({
  bytes: Buffer.concat([bind(names[mode]), execute]),
  answers: 1,
});

/** `planningTexts`, after the settings of an opening. */
export const planning: Record<PlanningMode, Messages> = {
  'for each value': planningMessages('for each value'),
  once: planningMessages('once'),
};

const begin = { read: [bind(names.beginRead), execute], write: [bind(names.begin), execute] };
const settingsHead = Buffer.from(`\0${names.settings}\0\0\0\0\x07`, 'latin1');
const readOnlySettingsHead = Buffer.from(`\0${readOnlySettings}\0\0\0\0\x07`, 'latin1');

function bindSettings(head: Buffer, values: string[]): Buffer {
  let length = 5 + head.length + 2;
  for (const value of values) length += 4 + Buffer.byteLength(value);
  const message = Buffer.allocUnsafe(length);
  message[0] = 0x42;
  message.writeInt32BE(length - 1, 1);
  let at = 5 + head.copy(message, 5);
  for (const value of values) {
    const written = message.write(value, at + 4);
    message.writeInt32BE(written, at);
    at += 4 + written;
  }
  message.writeInt16BE(0, at);
  return message;
}

/** The begin of a transaction, in each form that it can leave in. A form is made when it is read. */
export interface Opening {
  /** BEGIN and the settings, ahead of the first of several statements. */
  readonly first: Messages;
  /** The settings alone, ahead of the only statement: the server opens a transaction by itself and ends it. */
  readonly only: Messages;
  /** BEGIN and the settings as one text of the simple protocol, which needs nothing prepared. */
  readonly text: string;
}

/** @throws TypeError when a setting contains NUL. */
export function openingOf(mode: 'read' | 'write', wanted: TransactionSettings): Opening {
  const values = settingNames.map((name) => wanted[name]);
  if (values.some((value) => value.includes('\0'))) {
    throw new TypeError('A text for PostgreSQL cannot contain NUL.');
  }
  return {
    get first() {
      return {
        bytes: Buffer.concat([...begin[mode], bindSettings(settingsHead, values), execute]),
        answers: 2,
      };
    },
    get only() {
      return { bytes: Buffer.concat([bindSettings(readOnlySettingsHead, values), execute]), answers: 1 };
    },
    get text() {
      const calls = settingNames.map((name, at) => setting(name, quoteLiteral(values[at] ?? '')));
      return `${beginText[mode]};select pg_backend_pid() as pid,now()::text as began where concat(${calls.join()}) is not null`;
    },
  };
}
