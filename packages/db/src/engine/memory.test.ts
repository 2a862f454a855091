import { expect, it } from 'vitest';
import { type Kind, Memory, WithoutRecall } from './memory.ts';

const numbers: Kind<number> = { most: 10 };
const names: Kind<string> = { most: 10 };

it('remembers by kind and text', () => {
  const memory = new Memory();
  memory.of(numbers).set('a', 1);
  memory.of(names).set('a', 'one');
  expect(memory.of(numbers).get('a')).toBe(1);
  expect(memory.of(names).get('a')).toBe('one');
  memory.of(numbers).delete('a');
  expect(memory.of(numbers).get('a')).toBeUndefined();
  expect(new Memory().of(names).get('a')).toBeUndefined();
});

it('keeps no more than it may, and what is asked for stays', () => {
  const known = new Memory().of(numbers);
  for (let number = 0; number < 100; number += 1) {
    known.set(String(number), number);
    expect(known.get('0')).toBe(0);
  }
  const kept = Array.from({ length: 100 }, (_, number) => known.get(String(number))).filter(
    (one) => one !== undefined,
  );
  expect(kept.length).toBeLessThanOrEqual(10);
  expect(kept).toContain(99);
});

it('recalls nothing where it is not to be relied on, and remembers for later', () => {
  const memory = new Memory();
  const anew = new WithoutRecall(memory);
  memory.of(names).set('a', 'one');
  expect(anew.of(names).get('a')).toBeUndefined();
  anew.of(names).set('a', 'another');
  expect(anew.of(names).get('a')).toBeUndefined();
  expect(memory.of(names).get('a')).toBe('another');
});
