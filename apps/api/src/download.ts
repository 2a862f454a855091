import type { HttpBindings } from '@hono/node-server';
import { type Database, forRequest, type Transaction, type WriteTransaction } from '@namc/db';
import { californiaDay } from '@namc/db/contractors/standing/california-day';
import { Busy } from '@namc/db/errors';
import type { Context, Hono } from 'hono';
import type { Logger } from 'pino';
import { type CsvColumn, streamCsv } from './http/csv-stream.ts';
import type { Limits } from './http/limits.ts';
import type { CallerVariables } from './sessions/identify-caller.ts';
import { type Allowed, admit } from './trpc.ts';

/** A list as a CSV file, served at a URL beside the procedures. */
export interface Download<Input extends object, Row> {
  path: `/api/${string}.csv`;
  /**
   * Take this from the procedure that shows the same rows (`allowedBy`), so that both apply the same permission
   * check.
   */
  permission: Allowed;
  /** @throws ZodError if the URL holds invalid filters. */
  input: (query: URLSearchParams) => Input;
  /** The file name; the date in California is appended. */
  fileName: string;
  columns: CsvColumn<Row>[];
  /** Reads one page of rows, in its own transaction. */
  list: (tx: Transaction, input: Input & PageRequest) => Promise<{ rows: Row[]; nextCursor: string | null }>;
  /** Records the download, in a transaction of its own before the first page is read. */
  trace?: (tx: WriteTransaction, input: Input) => Promise<void>;
  rowsPerPage: number;
  /** Default: no limit. */
  mostPages?: number;
}

interface PageRequest {
  limit: number;
  cursor?: string;
}

/** Adds one download to the app. */
export type Route = (
  app: Hono<{ Variables: CallerVariables }>,
  parts: { db: Database; logger: Logger; limits: Limits },
) => void;

/** Visitors' downloads that run at a time, of all visitors together. Others are told to come back. */
const mostOfVisitors = 3;

/**
 * Makes the route of a download. The first page is read before headers are sent, so that an early refusal still has
 * its own status. A later failure cuts the connection and is logged with the request's id. If the client
 * disconnects, the running query is canceled.
 */
export function download<Input extends object, Row>(given: Download<Input, Row>): Route {
  const { path, permission, fileName, columns } = given;
  return (app, { db, logger, limits }) => {
    let ofVisitors = 0;
    async function* countingVisitors<T>(pages: AsyncGenerator<T, undefined>): AsyncGenerator<T, undefined> {
      if (ofVisitors >= mostOfVisitors)
        throw new Busy('Many people are downloading this. Try again in a minute.');
      ofVisitors += 1;
      try {
        yield* pages;
      } finally {
        ofVisitors -= 1;
      }
      return undefined;
    }
    app.get(path, async (c) => {
      const requestId = c.get('requestId');
      const actor = admit(permission, c.get('signedIn'));
      const { userId } = c.get('signedIn')?.account ?? {};
      if (userId) await limits.count('download by account', userId);
      else await limits.countNetwork('download by address', c.get('caller').origin.address);
      const input = given.input(new URL(c.req.url).searchParams);
      const request = {
        requestId,
        signal: c.req.raw.signal,
        after: c.get('after'),
        afterHint: c.get('afterHint'),
      };
      const own = forRequest(db, { ...request, name: `download ${fileName}` });
      const { trace } = given;
      if (trace) await own.write(actor, (tx) => trace(tx, input));
      const pages = readPages(given, input, (list) => own.read(actor, list));
      const counted = userId ? pages : countingVisitors(pages);
      return c.body(await streamCsv(counted, columns, { logger, requestId, breakOff: breakOffOf(c) }), 200, {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="${fileName}-${californiaDay(new Date())}.csv"`,
        'Cache-Control': 'no-store',
      });
    });
  };
}

/**
 * Cuts the connection. The HTTP adapter would end a failed stream as if it were complete, with the error message as
 * its last line. Without a socket, as in a test, there is nothing to cut.
 */
export function breakOffOf(c: Context): (() => void) | undefined {
  const { outgoing } = (c.env ?? {}) as Partial<HttpBindings>;
  return outgoing && (() => void outgoing.destroy());
}

type Page<Row> = Awaited<ReturnType<Download<object, Row>['list']>>;

async function* readPages<Input extends object, Row>(
  { list, rowsPerPage: limit, mostPages = Number.POSITIVE_INFINITY }: Download<Input, Row>,
  input: Input,
  read: (list: (tx: Transaction) => Promise<Page<Row>>) => Promise<Page<Row>>,
): AsyncGenerator<Row[], undefined> {
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const request: Input & PageRequest = { ...input, limit, ...(cursor ? { cursor } : {}) };
    const found: Page<Row> = await read((tx) => list(tx, request));
    yield found.rows;
    cursor = found.nextCursor;
    if (!cursor) return;
  }
}
