import { availableParallelism } from 'node:os';
import { Busy, InvalidInput } from '@namc/db/errors';
import { dictionary } from '@zxcvbn-ts/language-common';
import { Piscina } from 'piscina';
import type { Task } from './password-thread.ts';

/** OWASP's minimum for argon2id: 19 MiB, two passes, one lane. `@node-rs/argon2` defaults to argon2id. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const mostCommon = new Set(dictionary['passwords-common'] as string[]);

/**
 * A pool of threads, one fewer than there are cores, at a lower priority than requests: people who sign in wait a
 * little longer, and nobody else does. Idle threads end, and none keeps the process alive.
 */
const threads = new Piscina<Task, string | boolean>({
  filename: new URL('./password-thread.ts', import.meta.url).href,
  minThreads: 0,
  maxThreads: Math.max(1, availableParallelism() - 1),
  idleTimeout: 60_000,
  maxQueue: 500,
  niceIncrement: 10,
});

async function run(task: Task): Promise<string | boolean> {
  try {
    return await threads.run(task);
  } catch (error) {
    if (threads.queueSize >= threads.options.maxQueue) {
      throw new Busy('Many people are signing in right now. Try again in a minute.', { cause: error });
    }
    throw error;
  }
}

/** The argon2id hash of a password. @throws Busy if too many requests wait. */
export async function hashPassword(password: string): Promise<string> {
  return String(await run({ hash: { password, cost } }));
}

/** A hash with the current cost that belongs to no account. */
export const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$7jdN3OFJHGrgmH1fZOxXYg$cpa99ljXTRPM5Tp3OvT6k5yQolLp8kSlymQVPcSZKWI';

/**
 * True if a password matches a hash. Without a hash it compares with a dummy one and takes as long, so that the
 * timing does not reveal whether an account exists.
 * @throws Busy if too many requests wait.
 */
export async function passwordMatches(passwordHash: string | undefined, password: string): Promise<boolean> {
  const isRight = await run({ verify: { passwordHash: passwordHash ?? nobodysHash, password } });
  return isRight === true && passwordHash !== undefined;
}

/** True if a hash was made with less than the current cost. */
export const isWeakHash = (passwordHash: string) =>
  !passwordHash.includes(`$m=${cost.memoryCost},t=${cost.timeCost},`);

/**
 * @throws InvalidInput for one of the 49,000 most common passwords (the list of zxcvbn-ts), and for a password made
 * of the account's public data.
 */
export function assertUncommon(field: string, password: string, known: string[]): void {
  const plain = password.toLowerCase();
  if (mostCommon.has(plain)) {
    throw new InvalidInput(field, 'is too common: choose a different one');
  }
  // The longest first, so that a whole address goes before its parts.
  const words = known
    .flatMap((text) => [text.toLowerCase(), ...text.toLowerCase().split(/[^\p{L}\d]+/u)])
    .filter(({ length }) => length >= 4)
    .sort((a, b) => b.length - a.length);
  const rest = words.reduce((left, word) => left.replaceAll(word, ''), plain);
  if (rest !== plain && rest.replace(/[^a-z]/g, '').length < 4) {
    throw new InvalidInput(field, 'is too close to your name or email address: choose a different one');
  }
}
