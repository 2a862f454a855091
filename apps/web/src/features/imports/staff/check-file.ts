import { formatSize } from '../../../lib/formats.ts';

export interface FileFault {
  title: string;
  words: string;
}

/** An archive or a spreadsheet has a zero byte among its first ones. Plain text has none. */
const firstBytes = 64 * 1024;

/** The reason not to send a file, in words for the person who chose it; undefined if nothing speaks against it. */
export async function findFileFault(file: File, mostBytes: number): Promise<FileFault | undefined> {
  const { name, size, type } = file;
  if (size === 0)
    return {
      title: 'This file is empty',
      words: `${name} has nothing in it. Download it again, or choose another file.`,
    };
  if (size > mostBytes)
    return {
      title: 'This file is too large',
      words: `${name} has ${formatSize(size)}. A file may have up to ${formatSize(mostBytes)}.`,
    };
  const isNamedAsText = /\.(csv|txt)$/i.test(name) || type === 'text/csv';
  try {
    const start = new Uint8Array(await file.slice(0, firstBytes).arrayBuffer());
    if (isUtf16(start))
      return {
        title: 'This is UTF-16 text',
        words: `${name} is UTF-16 text (“Unicode Text”). Open it in a spreadsheet program and save it as “CSV UTF-8 (Comma delimited)”.`,
      };
    if (isNamedAsText && !start.includes(0)) return findOtherKind(name, new TextDecoder().decode(start));
  } catch {
    return {
      title: 'This file can’t be read',
      words: `${name} may have been moved, renamed or changed. Choose it again.`,
    };
  }
  return {
    title: 'This isn’t a CSV file',
    words: `${name} isn’t plain text. It may be an archive or a spreadsheet. Choose the master file as CSV in UTF-8.`,
  };
}

/** The marks with which UTF-16 begins. */
const isUtf16 = ([first, second]: Uint8Array) =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);

/** The kind of a text file that begins as no list does; undefined for one that may be the board's. The worker reads on. */
function findOtherKind(name: string, start: string): FileFault | undefined {
  const first = start
    .replace(/^\ufeff/, '')
    .trimStart()
    .charAt(0);
  if (first === '')
    return {
      title: 'This file is empty',
      words: `${name} has only blank lines. Download it again, or choose another file.`,
    };
  if (first === '<')
    return {
      title: 'This is a web page',
      words: `${name} is a web page that was saved instead of the file. Download the master file again.`,
    };
  if (first === '{' || first === '[')
    return {
      title: 'This is a JSON file',
      words: `${name} contains JSON. Download the master file as CSV.`,
    };
  return undefined;
}
