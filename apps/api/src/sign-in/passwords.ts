import { availableParallelism } from 'node:os';
import { Busy, InvalidInput } from '@namc/db/errors';
import { dictionary } from '@zxcvbn-ts/language-common';
import { Piscina } from 'piscina';
import type { Task } from './password-thread.ts';

/** OWASP's least for argon2id: 19 MiB, two passes, one lane. `@node-rs/argon2` uses argon2id unless told otherwise. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const commonest = new Set(dictionary['passwords-common'] as string[]);

export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes as long when there is no hash: the time does not tell whether there is an account. */
  matches(passwordHash: string | undefined, password: string): Promise<boolean>;
  /** Made with less than today's cost. */
  isWeak(passwordHash: string): boolean;
}

/**
 * Threads of their own, one fewer than there are cores, whose work gives way to that of requests: somebody who signs in
 * waits a little longer, and nobody else does. They end when they have nothing to do, and keep no process alive.
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
      throw new Busy('Many people are signing in just now. Try again in a minute.', { cause: error });
    }
    throw error;
  }
}

export function makePasswords(): Passwords {
  const hash = async (password: string) => String(await run({ hash: { password, cost } }));
  const nobodys = hash('nobody has this password');
  return {
    hash,
    matches: async (passwordHash, password) => {
      const compared = passwordHash ?? (await nobodys);
      const isRight = await run({ verify: { passwordHash: compared, password } });
      return isRight === true && passwordHash !== undefined;
    },
    isWeak: (passwordHash) => !passwordHash.includes(`$m=${cost.memoryCost},t=${cost.timeCost},`),
  };
}

/**
 * @throws InvalidInput for one of the 49,000 commonest passwords (the list of zxcvbn-ts), and for one that is made of what
 * everybody knows of the account.
 */
export function assertUncommon(field: string, password: string, known: string[]): void {
  const plain = password.toLowerCase();
  if (commonest.has(plain))
    throw new InvalidInput(field, 'is one of the commonest passwords: choose another');
  const letters = plain.replace(/[^a-z]/g, '');
  for (const word of known.flatMap((text) => text.toLowerCase().split(/[@.\s]+/))) {
    if (word.length >= 4 && plain.includes(word) && letters.length - word.length < 4) {
      throw new InvalidInput(field, 'is too close to your name or address: choose another');
    }
  }
}
