/** Pseudorandom numbers, the same for the same seed on every machine (Tommy Ettinger's mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** At least 0 and less than 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let bits = this.#state;
    bits = Math.imul(bits ^ (bits >>> 15), bits | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.next() * from.length)] as T;
  }

  /** One of the values, with a probability proportional to its weight. */
  weighted<T>(choices: Weighted<T>): T {
    const at = this.next() * choices.total;
    let low = 0;
    let high = choices.sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((choices.sums[middle] as number) > at) high = middle;
      else low = middle + 1;
    }
    return choices.values[low] as T;
  }
}

export interface Weighted<T> {
  values: T[];
  sums: number[];
  total: number;
}

export function weigh<T>(choices: readonly (readonly [T, number])[]): Weighted<T> {
  let total = 0;
  const sums = choices.map(([, weight]) => {
    total += weight;
    return total;
  });
  return { values: choices.map(([value]) => value), sums, total };
}
