import type { AppRouter } from '@namc/api/router-types';
import type { Random } from '@namc/db/seed/contractors/random';
import type { inferRouterInputs } from '@trpc/server';
import type { Person, World } from './people.ts';

type Inputs = inferRouterInputs<AppRouter>;

/** One call of a procedure. */
export interface Call {
  path: string;
  input?: unknown;
}

/** What a person's browser sends: the questions of a page in one request, or one act. */
export interface Asked {
  calls: Call[];
  isWrite: boolean;
  /** Takes the answer of an act, for what the person does next. */
  after?: (data: unknown) => void;
  /** Called in its place after a failure. */
  otherwise?: () => void;
  /** Undefined for a visitor. */
  person?: Person;
}

/** The classes of answers, each with its service level. */
export const levels = { simple: 50, complex: 200, search: 500, report: 2_000 } as const;
export type Level = keyof typeof levels;

/** One kind of request in the mix. */
export interface Kind {
  name: string;
  level: Level;
  /** Its share of 1,000 requests. */
  weight: number;
  make: (world: World, random: Random) => Asked;
}

export function call<Noun extends keyof Inputs & string, Name extends keyof Inputs[Noun] & string>(
  noun: Noun,
  name: Name,
  ...[input]: undefined extends Inputs[Noun][Name]
    ? [input?: Inputs[Noun][Name]]
    : [input: Inputs[Noun][Name]]
): Call {
  return { path: `${noun}.${name}`, ...(input === undefined ? {} : { input }) };
}

/** A request as it leaves. */
export interface Sent {
  method: 'GET' | 'POST';
  path: string;
  body?: string;
}

/** The request that the pages' client sends for it: questions as one batch, an act by itself. */
export function toSent({ calls, isWrite }: Pick<Asked, 'calls' | 'isWrite'>): Sent {
  const [first] = calls;
  if (isWrite) {
    return { method: 'POST', path: `/trpc/${first?.path}`, body: JSON.stringify(first?.input ?? null) };
  }
  const inputs = Object.fromEntries(
    calls.flatMap(({ input }, at) => (input === undefined ? [] : [[at, input]])),
  );
  const paths = calls.map(({ path }) => path).join(',');
  return {
    method: 'GET',
    path: `/trpc/${paths}?batch=1&input=${encodeURIComponent(JSON.stringify(inputs))}`,
  };
}
