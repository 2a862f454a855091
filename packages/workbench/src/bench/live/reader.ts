import { type ClientRequest, get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { LiveNews } from '@namc/inputs/live-events';

/** A page's stream as the server's load: it keeps its cursor, and opens the stream again when it was cut. */
export interface Reader {
  readonly userId: string;
  /** The subjects that it was told, in their order. */
  readonly told: string[];
  /** Resolves when the first message of the next stream has come. */
  opened(): Promise<void>;
  /** Cuts the stream. The reader opens it again at once. */
  cut(): void;
  close(): void;
}

/** Milliseconds until a reader whose server is away tries another one, at random up to this. */
const retryWithinMs = 500;

/** `portOf` names the process for each try. `see` hears of each subject at once. */
export function startReader(
  { userId, cookie }: { userId: string; cookie: string },
  portOf: () => number,
  see: (subjectId: string) => void,
): Reader {
  const told: string[] = [];
  let cursor: string | undefined;
  let request: ClientRequest | undefined;
  let isClosed = false;
  let waiting: (() => void)[] = [];

  function take(block: string): void {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
    const [id, data] = [field('id'), field('data')];
    if (field('event') !== undefined) {
      // `connected` is an answer of the server. A stream with a known cursor says nothing before there is news.
      for (const go of waiting) go();
      waiting = [];
      return;
    }
    if (id === undefined || data === undefined) return;
    cursor = id;
    for (const { kind, subjectId } of (JSON.parse(data) as LiveNews).events) {
      if (kind !== 'notification' || subjectId === null) continue;
      told.push(subjectId);
      see(subjectId);
    }
  }

  const readOnce = () =>
    new Promise<boolean>((over) => {
      const input = encodeURIComponent(JSON.stringify(cursor === undefined ? {} : { lastEventId: cursor }));
      request = get(
        {
          host: '127.0.0.1',
          port: portOf(),
          path: `/trpc/liveEvents.watch?input=${input}`,
          headers: { cookie },
          agent: false,
        },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8');
          answer.on('data', (piece: string) => {
            text += piece;
            for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
              take(text.slice(0, end));
              text = text.slice(end + 2);
            }
          });
          answer.on('error', () => undefined);
          answer.on('close', () => over(true));
        },
      );
      request.on('error', () => over(false));
      request.on('close', () => over(true));
    });

  void (async () => {
    while (!isClosed) {
      const wasThere = await readOnce();
      if (!isClosed && !wasThere) await pause(Math.random() * retryWithinMs);
    }
  })();

  return {
    userId,
    told,
    opened: () => new Promise((go) => waiting.push(go)),
    cut: () => request?.destroy(),
    close: () => {
      isClosed = true;
      request?.destroy();
    },
  };
}
