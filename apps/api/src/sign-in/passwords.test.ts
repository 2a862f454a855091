import { Busy } from '@namc/db/errors';
import { expect, it } from 'vitest';
import { makePasswords } from './passwords.ts';

const passwords = makePasswords();

it('a password matches its own hash, and nothing matches where there is none', async () => {
  const hash = await passwords.hash('a long password');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(passwords.isWeak(hash)).toBe(false);
  expect(passwords.isWeak(hash.replace('t=2', 't=1'))).toBe(true);
  expect(await passwords.matches(hash, 'a long password')).toBe(true);
  expect(await passwords.matches(hash, 'a long passwort')).toBe(false);
  expect(await passwords.matches(undefined, 'nobody has this password')).toBe(false);
  expect(await passwords.matches('$argon2id$nothing', 'a long password')).toBe(false);
});

it('the process goes on with other work while passwords are hashed', async () => {
  let turns = 0;
  let isOver = false;
  const turn = () => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  await Promise.all([1, 2, 3].map((number) => passwords.hash(`a long password ${number}`)));
  isOver = true;
  // Hashed here, they would leave a turn or two.
  expect(turns).toBeGreaterThan(20);
});

it('more than can wait are told to try again', async () => {
  const all = await Promise.allSettled(
    Array.from({ length: 700 }, () => passwords.matches('$argon2id$nothing', 'x')),
  );
  const refused = all.filter((one) => one.status === 'rejected');
  expect(refused.length).toBeGreaterThan(0);
  for (const { reason } of refused) expect(reason).toBeInstanceOf(Busy);
  expect(all.some((one) => one.status === 'fulfilled' && !one.value)).toBe(true);
});
