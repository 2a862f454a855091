import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { isPublicHost } from '@namc/db/public-host';
import { isThisMachine } from '@namc/db/this-machine';

/** The server’s own words about a file at its last fetch. */
export interface Validators {
  etag: string | null;
  lastModified: string | null;
}

export type Fetched =
  | { outcome: 'not-modified' }
  | ({ outcome: 'fetched'; bytes: number; fileName: string } & Validators);

/** The reason why a file could not be fetched, in words that staff read. They name no part of an address that may be secret. */
export class FetchFault extends Error {}

interface Limits {
  bytes: number;
  redirects: number;
  /** The longest wait for the head of an answer, and between two parts of its body. */
  silenceMs: number;
}
export const usualLimits = { redirects: 5, silenceMs: 60_000 };

/** An address as it may be shown and stored: without its query and its password. */
export function shownAddress(address: string): string {
  const { origin, pathname } = new URL(address);
  return `${origin}${pathname}`;
}

/**
 * Fetches a file over HTTP into `to`, unless the server says that it is the one of last time. Outside this machine only
 * https is asked, also after a redirect, and no redirect leads to another host of a private network. Neither cookies nor credentials are sent.
 * @throws FetchFault
 */
export async function fetchFile(
  address: string,
  {
    to,
    known,
    signal,
    onBytes = () => undefined,
    limits,
  }: {
    to: string;
    known: Validators;
    signal: AbortSignal;
    onBytes?: (bytes: number) => void;
    limits: Limits;
  },
): Promise<Fetched> {
  const silence = new Silence(limits.silenceMs);
  const ending = AbortSignal.any([signal, silence.signal]);
  try {
    const answer = await ask(new URL(address), known, ending, limits.redirects);
    if (answer.status === 304) return { outcome: 'not-modified' };
    if (answer.status !== 200) throw new FetchFault(`The server answered ${answer.status}.`);
    const announced = Number(answer.headers.get('content-length') ?? 0);
    if (announced > limits.bytes) throw tooLarge(limits.bytes);
    if (!answer.body) throw new FetchFault('The server sent an empty file.');
    let bytes = 0;
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        silence.broken();
        bytes += chunk.length;
        if (bytes > limits.bytes) return done(tooLarge(limits.bytes));
        onBytes(bytes);
        done(null, chunk);
      },
    });
    const body = Readable.fromWeb(answer.body as ReadableStream);
    await pipeline(body, counted, createWriteStream(to, { mode: 0o600 }), { signal: ending });
    if (bytes === 0) throw new FetchFault('The server sent an empty file.');
    if (announced > 0 && announced !== bytes && !answer.headers.get('content-encoding'))
      throw new FetchFault('The file broke off in the middle.');
    return {
      outcome: 'fetched',
      bytes,
      fileName: new URL(address).pathname.split('/').at(-1) || 'license file',
      etag: short(answer.headers.get('etag')),
      lastModified: short(answer.headers.get('last-modified')),
    };
  } catch (error) {
    if (error instanceof FetchFault) throw error;
    signal.throwIfAborted();
    if (silence.signal.aborted)
      throw new FetchFault(`The server was silent for ${Math.round(limits.silenceMs / 1000)} seconds.`);
    // The error's own words may hold the whole address.
    throw new FetchFault(
      isCutOff(error) ? 'The file broke off in the middle.' : 'The server could not be reached.',
    );
  } finally {
    silence.end();
  }
}

async function ask(
  address: URL,
  known: Validators,
  signal: AbortSignal,
  redirects: number,
): Promise<Response> {
  if (address.protocol !== 'https:' && !isThisMachine(address.hostname))
    throw new FetchFault('The address leads to a server without encryption.');
  const headers: Record<string, string> = { accept: 'text/csv, */*;q=0.5' };
  if (known.etag) headers['if-none-match'] = known.etag;
  if (known.lastModified) headers['if-modified-since'] = known.lastModified;
  const answer = await fetch(address.href, { headers, redirect: 'manual', credentials: 'omit', signal });
  const next = answer.headers.get('location');
  if (![301, 302, 303, 307, 308].includes(answer.status) || !next) return answer;
  await answer.body?.cancel();
  if (redirects === 0) throw new FetchFault('The address leads on and on to others.');
  if (!URL.canParse(next, address.href))
    throw new FetchFault('The address leads to one that cannot be read.');
  const target = new URL(next, address);
  if (target.hostname !== address.hostname) await refuseInside(target);
  return ask(target, known, signal, redirects - 1);
}

/** The operator chooses a host. The server there may send on within it or into the open internet, and not to what it could not reach itself. */
async function refuseInside(target: URL): Promise<void> {
  if (target.protocol !== 'https:') throw new FetchFault('The address leads to a server without encryption.');
  if (isThisMachine(target.hostname) || !(await isPublicHost(target.hostname)))
    throw new FetchFault('The address leads into a private network.');
}

const tooLarge = (most: number) =>
  new FetchFault(`The file is larger than ${most / 1_000_000} MB, which is the most that the portal takes.`);

/** A header as one short line. */
const short = (header: string | null): string | null =>
  header && /^[\x20-\x7e]{1,500}$/.test(header) ? header : null;

const isCutOff = (error: unknown): boolean => error instanceof TypeError && /terminated/.test(error.message);

/** Ends a request that stays silent for too long. */
class Silence {
  readonly #controller = new AbortController();
  readonly #ms: number;
  #timer: NodeJS.Timeout;
  constructor(ms: number) {
    this.#ms = ms;
    this.#timer = this.#begin();
  }
  get signal(): AbortSignal {
    return this.#controller.signal;
  }
  #begin(): NodeJS.Timeout {
    return setTimeout(() => this.#controller.abort(), this.#ms);
  }
  broken(): void {
    clearTimeout(this.#timer);
    this.#timer = this.#begin();
  }
  end(): void {
    clearTimeout(this.#timer);
  }
}
