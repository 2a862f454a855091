import { createReadStream } from 'node:fs';

export interface Line {
  /** Counted from 1 with blank lines included, as an editor counts. */
  number: number;
  text: string;
  /** True for a last line without a line end. */
  isOpen?: true;
}

/** Longer than any real row. A file without line ends is not read into memory whole. */
const longestLine = 1024 * 1024;
const newline = 0x0a;
const carriageReturn = 0x0d;

/** The file is of another kind: none of its rows is that long. */
export class TooLongLine extends Error {}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const windows1252 = new TextDecoder('windows-1252');

/**
 * Yields the lines of a file, one chunk at a time, so memory stays constant. A line that is not valid UTF-8 is read
 * as Windows-1252, which some copies use. Lines end with CR LF, LF, or, in a file without any LF at its beginning, CR.
 * `onBytes` is told the progress.
 * @throws TooLongLine for a line longer than a megabyte.
 */
export async function* readLines(
  file: string,
  options: { onBytes?: (bytes: number) => void; signal?: AbortSignal },
): AsyncGenerator<Line[]> {
  let rest: Buffer = Buffer.alloc(0);
  let number = 0;
  let bytes = 0;
  let lineEnd: number | undefined;
  const stream = createReadStream(file, {
    highWaterMark: 256 * 1024,
    ...(options.signal ? { signal: options.signal } : {}),
  });
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    lineEnd ??= chunk.includes(newline) || !chunk.includes(carriageReturn) ? newline : carriageReturn;
    bytes += chunk.length;
    options.onBytes?.(bytes);
    const block = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const end = block.lastIndexOf(lineEnd) + 1;
    rest = block.subarray(end);
    const lines = decode(block.subarray(0, end), number, lineEnd);
    number += lines.length;
    yield lines;
    if (rest.length > longestLine) throw tooLong(number + 1);
  }
  if (rest.length === 0) return;
  const lines = decode(rest, number, lineEnd ?? newline);
  const last = lines.at(-1);
  if (last) last.isOpen = true;
  yield lines;
}

const tooLong = (number: number) =>
  new TooLongLine(`Line ${number} is longer than a megabyte: this is not a file of the license board.`);

function decode(block: Buffer, before: number, lineEnd: number): Line[] {
  let texts: string[];
  try {
    texts = utf8.decode(block).split(String.fromCharCode(lineEnd));
  } catch {
    texts = splitBytes(block, lineEnd).map((line) => {
      try {
        return utf8.decode(line);
      } catch {
        return windows1252.decode(line);
      }
    });
  }
  if (texts.at(-1) === '') texts.pop();
  return texts.map((text, index) => {
    const isFirst = before + index === 0;
    const clean = text.endsWith('\r') ? text.slice(0, -1) : text;
    if (clean.length > longestLine) throw tooLong(before + index + 1);
    return {
      number: before + index + 1,
      text: isFirst && clean.startsWith('\ufeff') ? clean.slice(1) : clean,
    };
  });
}

function splitBytes(block: Buffer, lineEnd: number): Buffer[] {
  const lines: Buffer[] = [];
  let start = 0;
  for (let end = block.indexOf(lineEnd); end >= 0; end = block.indexOf(lineEnd, start)) {
    lines.push(block.subarray(start, end));
    start = end + 1;
  }
  lines.push(block.subarray(start));
  return lines;
}
