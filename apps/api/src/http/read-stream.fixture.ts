import type { LiveNews } from '@namc/inputs/live-events';

/** A message of a stream, as a browser gets it. */
export interface Message {
  event: string;
  id: string | undefined;
  data: string;
}

/** A stream as a browser reads it. `whole` resolves with how it ended. */
export interface OpenStream {
  /** The messages so far, without signs of life. */
  readonly messages: Message[];
  /** The news in them. */
  news(): (LiveNews & { id: string | undefined })[];
  /** `return` and `serialized-error` are the portal's own words; `cut` is an end without any. */
  readonly whole: Promise<'return' | 'serialized-error' | 'cut'>;
  close(): void;
}

/** Reads the answer to `liveEvents.watch`. */
export function readStream(answer: Response, close: () => void = () => undefined): OpenStream {
  const messages: Message[] = [];
  async function read(): Promise<'return' | 'serialized-error' | 'cut'> {
    if (!answer.body) return 'cut';
    let text = '';
    try {
      for await (const piece of answer.body.pipeThrough(new TextDecoderStream())) {
        text += piece;
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const block = text.slice(0, end);
          text = text.slice(end + 2);
          const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
          const data = field('data');
          if (data === undefined && field('event') === undefined) continue;
          messages.push({ event: field('event') ?? 'message', id: field('id'), data: data ?? '' });
        }
      }
    } catch {
      // The connection was cut.
    }
    const last = messages.at(-1)?.event;
    return last === 'return' || last === 'serialized-error' ? last : 'cut';
  }
  return {
    messages,
    news: () =>
      messages
        .filter(({ event }) => event === 'message')
        .map(({ id, data }) => ({ ...(JSON.parse(data) as LiveNews), id })),
    whole: read(),
    close,
  };
}

export const watchPath = (cursor?: string) =>
  `/trpc/liveEvents.watch?input=${encodeURIComponent(JSON.stringify(cursor === undefined ? {} : { lastEventId: cursor }))}`;

/**
 * The first words of a stream, which is left then: news, or a refusal with its status. A stream begins before the procedure
 * has answered, so that the answer's own status says nothing.
 */
export async function beginningOf({ body, status }: Response): Promise<{ status: number; text: string }> {
  let text = '';
  for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += piece;
    const refusal = /^event: serialized-error\ndata: (.*)$/m.exec(text)?.[1];
    if (refusal)
      return { status: (JSON.parse(refusal) as { data: { httpStatus: number } }).data.httpStatus, text };
    if (/^id: /m.test(text)) return { status, text };
  }
  throw new Error(`The stream ended after: ${text}`);
}
