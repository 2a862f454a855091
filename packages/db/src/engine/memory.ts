/** A bounded map that forgets what has not been asked for the longest, half of it at a time. */
class Recent<Value> {
  readonly #most: number;
  #new = new Map<string, Value>();
  #old = new Map<string, Value>();

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): Value | undefined {
    const kept = this.#new.get(key);
    if (kept !== undefined) return kept;
    const older = this.#old.get(key);
    if (older !== undefined) this.set(key, older);
    return older;
  }

  set(key: string, value: Value): void {
    if (this.#new.size >= this.#most / 2) [this.#old, this.#new] = [this.#new, new Map()];
    this.#new.set(key, value);
  }

  delete(key: string): void {
    this.#new.delete(key);
    this.#old.delete(key);
  }
}

export type Known<Value> = Pick<Recent<Value>, 'get' | 'set' | 'delete'>;

/** A kind of things to remember, by a text each, and the most of them. */
export interface Kind<Value> {
  readonly most: number;
  readonly value?: Value;
}

/** The memory of query functions for one database. It holds facts that everybody may read, or that follow from a row that was read. */
export class Memory {
  readonly #kinds = new Map<Kind<unknown>, Recent<unknown>>();

  of<Value>(kind: Kind<Value>): Known<Value> {
    const known = this.#kinds.get(kind);
    if (known) return known as Recent<Value>;
    const fresh = new Recent<Value>(kind.most);
    this.#kinds.set(kind, fresh);
    return fresh;
  }
}

/** A memory for a function that is not to rely on it: it recalls nothing, and remembers for later in `kept`. */
export class WithoutRecall extends Memory {
  readonly #kept: Memory;

  constructor(kept: Memory) {
    super();
    this.#kept = kept;
  }

  override of<Value>(kind: Kind<Value>): Known<Value> {
    const known = this.#kept.of(kind);
    return {
      get: () => undefined,
      set: (key, value) => known.set(key, value),
      delete: (key) => known.delete(key),
    };
  }
}

/**
 * A query function throws it when a statement shows that what it remembered is no longer true, after it has forgotten it.
 * `read` then runs the function once more.
 */
export class Outdated extends Error {}
