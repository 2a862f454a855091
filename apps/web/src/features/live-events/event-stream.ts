import { type LiveNews, liveDeadSeconds } from '@namc/inputs/live-events';

/** The pause before the next try doubles from the first to the second of these. */
const firstPauseMs = 2_000;
const longestPauseMs = 60_000;

interface Reader {
  /** A message, and the cursor in the stream after it. */
  news(news: LiveNews, cursor: string): void;
  /** The connection was lost, or none comes about: something may be missed until there is one. */
  lost(): void;
  /** The session of the stream has ended. True if the person is signed in all the same, with another one. */
  ended(): Promise<boolean>;
}

/**
 * Reads the person's stream, from `cursor` on if there is one, until the returned function ends it. The browser itself opens
 * a stream again that ended, and names the last cursor. This opens it again where the browser gives up: after a refusal, and
 * when nothing has come for long.
 *
 * tRPC's own link is not used: it comes with the client that every page loads, and visitors need none.
 */
export function readStream(cursor: string | undefined, reader: Reader): () => void {
  let last = cursor;
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pauseMs = firstPauseMs;
  let isOver = false;

  function open(): void {
    source?.close();
    const input = encodeURIComponent(JSON.stringify(last === undefined ? {} : { lastEventId: last }));
    const opened = new EventSource(`/trpc/liveEvents.watch?input=${input}`);
    source = opened;
    watch();
    opened.addEventListener('connected', watch);
    opened.addEventListener('ping', watch);
    opened.addEventListener('message', ({ data, lastEventId }: MessageEvent<string>) => {
      watch();
      pauseMs = firstPauseMs;
      last = lastEventId;
      reader.news(JSON.parse(data) as LiveNews, lastEventId);
    });
    opened.addEventListener('serialized-error', ({ data }: MessageEvent<string>) => {
      const { data: why } = JSON.parse(data) as { data: { needs: string | null; httpStatus: number } };
      if (why.needs === 'sign-in') {
        end();
        void reader.ended().then((goesOn) => {
          if (goesOn && !isOver) openLater();
        });
        return;
      }
      // A cursor that the portal does not know is no cursor to go on from.
      if (why.httpStatus === 400) last = undefined;
      openLater();
    });
    opened.addEventListener('error', () => {
      if (opened.readyState === EventSource.CLOSED) openLater();
    });
  }

  /** A connection can hang without an error. The portal says something every few seconds. */
  function watch(): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      reader.lost();
      open();
    }, liveDeadSeconds * 1000);
  }

  function openLater(): void {
    source?.close();
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        reader.lost();
        open();
      },
      pauseMs * (0.5 + Math.random()),
    );
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }

  function end(): void {
    source?.close();
    clearTimeout(timer);
  }

  open();
  return () => {
    isOver = true;
    end();
  };
}
