import { type Login, logins } from '../actors.ts';
import { type Client, connect } from '../connection.ts';
import { openPool, type Pool, type PoolOptions } from '../transactions/pool.ts';

/** The URL of each login to one server. A script with one URL uses it for all. */
export type LoginUrls = Readonly<Record<Login, string>>;

/** The connections of each login to one server. Logins with the same URL share a pool. */
export interface LoginPools {
  of(login: Login): Pool;
  /**
   * A connection of the login beside its pool, which may cancel what its transactions run. It is opened when it is first
   * used.
   */
  controlOf(login: Login): Client;
  cut(reason: Error): void;
  close(timeoutMs: number): Promise<void>;
  /** Of all pools together. */
  readonly size: number;
  readonly taken: number;
  readonly waiting: number;
}

/**
 * Divides the connections of one process to one server among its logins: half for visitors and members, and a quarter
 * each for staff and the system. Each login gets at least one.
 */
export function poolSizes(total: number, urls: LoginUrls): Record<Login, number> {
  const staff = Math.max(1, Math.floor(total / 4));
  const system = Math.max(1, Math.round(total / 4));
  const own: Record<Login, number> = { public: Math.max(1, total - staff - system), staff, system };
  const isOne = logins.every((login) => urls[login] === urls.public);
  const sizeOf = (login: Login) =>
    isOne
      ? total
      : logins.filter((other) => urls[other] === urls[login]).reduce((sum, other) => sum + own[other], 0);
  return { public: sizeOf('public'), staff: sizeOf('staff'), system: sizeOf('system') };
}

/** Seconds after which an unused connection that cancels is closed. */
const controlIdleSeconds = 10;

export function openLoginPools(
  urls: LoginUrls,
  sizes: Record<Login, number>,
  options: Omit<PoolOptions, 'maxConnections'>,
): LoginPools {
  const pools = new Map<string, Pool>();
  const controls = new Map<string, Client>();
  for (const login of logins) {
    const url = urls[login];
    if (!pools.has(url)) pools.set(url, openPool(url, { ...options, maxConnections: sizes[login] }));
  }
  const sum = (count: (pool: Pool) => number) =>
    [...pools.values()].reduce((total, pool) => total + count(pool), 0);
  return {
    of: (login) => pools.get(urls[login]) as Pool,
    controlOf: (login) => {
      const url = urls[login];
      const open = () =>
        connect(url, {
          max: 1,
          applicationName: `${options.applicationName} control`,
          preparedStatements: options.preparedStatements ?? true,
          idleSeconds: controlIdleSeconds,
        });
      const control = controls.get(url) ?? open();
      controls.set(url, control);
      return control;
    },
    cut: (reason) => {
      for (const pool of pools.values()) pool.cut(reason);
    },
    close: async (timeoutMs) => {
      await Promise.all([
        ...[...pools.values()].map((pool) => pool.close(timeoutMs)),
        ...[...controls.values()].map((control) => control.end({ timeout: 0 })),
      ]);
    },
    get size() {
      return sum(({ size }) => size);
    },
    get taken() {
      return sum(({ taken }) => taken);
    },
    get waiting() {
      return sum(({ waiting }) => waiting);
    },
  };
}

/**
 * The URLs of every login to the server of `place`, which is a URL of the first login. A login's database has the same
 * ending as in its own URL: a pooler tells the pools of `portal_2` apart as `portal_2_staff`.
 */
export function urlsAt(place: string, primary: LoginUrls): LoginUrls {
  const at = (login: Login) => {
    if (primary[login] === primary.public) return place;
    const [url, own, first] = [new URL(place), new URL(primary[login]), new URL(primary.public)];
    url.username = own.username;
    url.password = own.password;
    url.pathname += own.pathname.slice(first.pathname.length);
    return url.href;
  };
  return { public: place, staff: at('staff'), system: at('system') };
}
