import { Busy } from '@namc/db/errors';
import { expect, it } from 'vitest';
import { hashPassword, isWeakHash, nobodysHash, passwordMatches } from './passwords.ts';

it('a password matches its own hash, and nothing matches a missing hash', async () => {
  const hash = await hashPassword('a long password');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(isWeakHash(hash)).toBe(false);
  expect(isWeakHash(hash.replace('t=2', 't=1'))).toBe(true);
  expect(await passwordMatches(hash, 'a long password')).toBe(true);
  expect(await passwordMatches(hash, 'a long passwort')).toBe(false);
  expect(await passwordMatches(nobodysHash, 'nobody has this password')).toBe(true);
  expect(await passwordMatches(undefined, 'nobody has this password')).toBe(false);
  expect(isWeakHash(nobodysHash)).toBe(false);
  expect(await passwordMatches('$argon2id$nothing', 'a long password')).toBe(false);
});

it('the process does other work while passwords are hashed', async () => {
  let turns = 0;
  let isOver = false;
  const turn = () => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  await Promise.all([1, 2, 3].map((number) => hashPassword(`a long password ${number}`)));
  isOver = true;
  // On this thread, hashing would leave only a turn or two.
  expect(turns).toBeGreaterThan(20);
});

it('sign-ins beyond the queue’s limit are told to try again', async () => {
  const all = await Promise.allSettled(
    Array.from({ length: 700 }, () => passwordMatches('$argon2id$nothing', 'x')),
  );
  const refused = all.filter((one) => one.status === 'rejected');
  expect(refused.length).toBeGreaterThan(0);
  for (const { reason } of refused) expect(reason).toBeInstanceOf(Busy);
  expect(all.some((one) => one.status === 'fulfilled' && !one.value)).toBe(true);
});
