import { foreignBytes } from './foreign-files.ts';
import { type Layout, type Unreadable, understand } from './layout.ts';
import { type Line, readLines } from './lines.ts';

/** As many lines tell how a file is to be read. */
const firstLines = 50;

export interface Opened {
  layout: Layout;
  /** The rows of the file, without its header. */
  lines: AsyncGenerator<Line[]>;
  /** For a file that is not read to its end. */
  close(): Promise<unknown>;
}

/**
 * Opens a file and understands how its rows are to be read.
 * @throws TooLongLine for a line longer than a megabyte.
 */
export async function openFile(
  file: string,
  options: { force: boolean; onBytes?: (bytes: number) => void; signal?: AbortSignal },
): Promise<Opened | Unreadable> {
  const foreign = await foreignBytes(file);
  if (foreign) return { problem: foreign, mayBeForced: false };
  const blocks = readLines(file, options);
  const begun: Line[][] = [];
  let first: Line[] = [];
  for (let next = await blocks.next(); !next.done; next = await blocks.next()) {
    begun.push(next.value);
    first = begun.flat().filter(({ text }) => text.trim() !== '');
    if (first.length > 1) break;
  }
  // Excel's own line about the separator, which the file's lines tell as well.
  const isAboutSeparator = /^sep=.$/i.test(first[0]?.text ?? '');
  const told = first.slice(isAboutSeparator ? 1 : 0, firstLines);
  const layout = understand(
    told.map(({ text }) => text),
    options.force,
  );
  if ('problem' in layout) {
    await blocks.return(undefined);
    return layout;
  }
  const from = (told[0]?.number ?? 0) + (layout.hasHeader ? 1 : 0);
  return { layout, lines: linesFrom(from, begun, blocks), close: () => blocks.return(undefined) };
}

async function* linesFrom(
  number: number,
  begun: Line[][],
  blocks: AsyncGenerator<Line[]>,
): AsyncGenerator<Line[]> {
  for (const block of begun) yield block.filter((line) => line.number >= number);
  yield* blocks;
}
