import { type CsvCell, toCsv } from '@namc/db/csv';
import type { Logger } from 'pino';

export interface CsvColumn<Row> {
  header: string;
  of: (row: Row) => CsvCell;
}

/**
 * Streams pages of rows as CSV. The next page is read once the reader has consumed the previous one. The first page is read before this returns, so an
 * early failure is still an error of the request. A later failure is logged and calls `breakOff`, because a partial
 * file must not look complete.
 */
export async function streamCsv<Row>(
  pages: AsyncGenerator<Row[], undefined>,
  columns: CsvColumn<Row>[],
  options: { logger: Logger; requestId: string; breakOff: (() => void) | undefined },
): Promise<ReadableStream<Uint8Array>> {
  let page = await pages.next();
  const encoder = new TextEncoder();
  let isFirst = true;
  const headers = columns.map(({ header }) => header);
  const textOf = (rows: Row[], withHeader: boolean) =>
    toCsv(
      rows.map((row) => columns.map(({ of }) => of(row))),
      withHeader ? headers : undefined,
    );
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          if (!isFirst) page = await pages.next();
        } catch (error) {
          options.logger.error({ err: error, requestId: options.requestId }, 'a download broke off');
          if (!options.breakOff) throw error;
          return options.breakOff();
        }
        if (page.done) return controller.close();
        controller.enqueue(encoder.encode(textOf(page.value, isFirst)));
        isFirst = false;
      },
      async cancel() {
        await pages.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
}
