import { availableParallelism } from 'node:os';
import { InvalidInput } from '@namc/db/errors';
import { hash, verify } from '@node-rs/argon2';
import { dictionary } from '@zxcvbn-ts/language-common';
import pLimit from 'p-limit';

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

/** Works in threads of their own, one core fewer than there are, so that other requests have theirs. */
export function makePasswords(): Passwords {
  const inTurn = pLimit(Math.max(1, availableParallelism() - 1));
  const nobodys = inTurn(() => hash('nobody has this password', cost));
  return {
    hash: (password) => inTurn(() => hash(password, cost)),
    matches: async (passwordHash, password) => {
      const compared = passwordHash ?? (await nobodys);
      const isRight = await inTurn(() => verify(compared, password)).catch(() => false);
      return isRight && passwordHash !== undefined;
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
