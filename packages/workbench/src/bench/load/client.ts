import { gunzipSync } from 'node:zlib';
import type { Random } from '@namc/db/seed/contractors/random';
import { type Dispatcher, Pool } from 'undici';
import type { Person } from './people.ts';
import { type Asked, toSent } from './requests.ts';
import { publicOrigin } from './stack.ts';

/** An answer, or what was wrong instead. */
export type Outcome = { data?: unknown; problem?: never } | { data?: never; problem: string };

/** Browsers in front of several API processes, in turn. */
export interface Client {
  /** Calls `done` with the outcome. Never throws. */
  send(asked: Asked, done: (outcome: Outcome) => void): void;
  /** The same question as one JSON answer, its parts decoded. @throws Error */
  askWhole(asked: Asked): Promise<unknown[]>;
  close(): Promise<void>;
}

const limitMs = 10_000;
const agent =
  'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

export function openClient(ports: number[], connections: number, random: Random): Client {
  const pools = ports.map(
    (port) =>
      new Pool(`http://127.0.0.1:${port}`, {
        connections,
        headersTimeout: limitMs,
        bodyTimeout: limitMs,
        keepAliveTimeout: 60_000,
      }),
  );
  let turn = 0;
  const next = () => {
    turn += 1;
    return pools[turn % pools.length] as Pool;
  };
  const headersOf = ({ person, isWrite }: Asked): Record<string, string> => ({
    'user-agent': agent,
    'accept-encoding': 'gzip',
    'sec-fetch-site': 'same-origin',
    'sec-fetch-mode': 'cors',
    'x-forwarded-for': person?.address ?? visitorAddress(random),
    ...(person ? { cookie: person.cookie } : {}),
    ...(isWrite
      ? { 'content-type': 'application/json', origin: publicOrigin }
      : { 'trpc-accept': 'application/jsonl' }),
  });

  return {
    send: (asked, done) => {
      const { method, path, body = null } = toSent(asked);
      next().dispatch({ method, path, body, headers: headersOf(asked) }, new Reading(asked, done));
    },
    askWhole: async (asked) => {
      const { method, path, body = null } = toSent(asked);
      const { 'trpc-accept': _, 'accept-encoding': __, ...headers } = headersOf(asked);
      const answer = await next().request({ method, path, body, headers });
      const text = await answer.body.text();
      if (answer.statusCode !== 200) throw new Error(`${path} answered ${answer.statusCode}: ${text}`);
      const parts = [JSON.parse(text)].flat() as { result?: { data?: unknown }; error?: unknown }[];
      for (const { error } of parts) if (error) throw new Error(`${path}: ${JSON.stringify(error)}`);
      keepFreshness(asked.person, answer.headers['set-cookie']);
      const data = parts.map(({ result }) => result?.data);
      if (asked.isWrite) asked.after?.(data[0]);
      return data;
    },
    close: async () => void (await Promise.all(pools.map((pool) => pool.destroy()))),
  };
}

/** Visitors come from so many networks that the limit on one network's questions refuses none. */
const visitorAddress = (random: Random) =>
  `${random.between(20, 90)}.${random.between(0, 255)}.${random.between(0, 255)}.9`;

/** Keeps the position of the person's last write beside their session, as a browser does. */
function keepFreshness(person: Person | undefined, cookies: string | string[] | undefined): void {
  if (!person || cookies === undefined) return;
  for (const cookie of [cookies].flat()) {
    const [pair = ''] = cookie.split(';', 1);
    if (pair.startsWith('portal_freshness=')) person.cookie = `${person.sessionCookie}; ${pair}`;
  }
}

const errorMark = '"error":{';
const resultMark = '"result"';

/** Reads one answer. Handlers instead of promises, because the generator shares the processors with what it measures. */
class Reading implements Dispatcher.DispatchHandler {
  readonly #asked: Asked;
  readonly #done: (outcome: Outcome) => void;
  readonly #pieces: Buffer[] = [];
  #status = 0;
  #isGzip = false;

  constructor(asked: Asked, done: (outcome: Outcome) => void) {
    this.#asked = asked;
    this.#done = done;
  }

  onRequestStart(): void {}

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.#status = status;
    this.#isGzip = headers['content-encoding'] === 'gzip';
    if (this.#asked.isWrite) keepFreshness(this.#asked.person, headers['set-cookie']);
  }

  onResponseData(_: Dispatcher.DispatchController, piece: Buffer): void {
    this.#pieces.push(piece);
  }

  onResponseEnd(): void {
    this.#finish(this.#outcome());
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#finish({ problem: `${error.name}: ${error.message}` });
  }

  #finish(outcome: Outcome): void {
    if (outcome.problem !== undefined) this.#asked.otherwise?.();
    this.#done(outcome);
  }

  #outcome(): Outcome {
    const whole = this.#pieces.length === 1 ? (this.#pieces[0] as Buffer) : Buffer.concat(this.#pieces);
    const body = this.#isGzip ? gunzipSync(whole) : whole;
    const { calls, isWrite, after } = this.#asked;
    if (this.#status !== 200) return { problem: `${this.#status}: ${body.toString('utf8', 0, 300)}` };
    if (isWrite) {
      const { result } = JSON.parse(body.toString()) as { result?: { data?: unknown } };
      after?.(result?.data);
      return { data: result?.data };
    }
    // A stream has the status 200 whatever its parts are.
    const error = body.indexOf(errorMark);
    if (error >= 0) return { problem: body.toString('utf8', error, error + 300) };
    let results = 0;
    for (let at = body.indexOf(resultMark); at >= 0; at = body.indexOf(resultMark, at + 1)) results += 1;
    return results < calls.length ? { problem: `${results} of ${calls.length} answers came.` } : {};
  }
}
