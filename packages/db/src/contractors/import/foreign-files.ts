import { open } from 'node:fs/promises';

const saveAsCsv = 'Open it in a spreadsheet program and save it as “CSV UTF-8 (Comma delimited)”.';
const downloadCsv = 'Download the file MasterLicenseData from the board’s data portal as CSV.';

/** Files that begin with these bytes are no text. */
const signatures: [bytes: number[], problem: string][] = [
  [[0xd0, 0xcf, 0x11, 0xe0], `The file is an Excel workbook (.xls). ${saveAsCsv}`],
  [[0x1f, 0x8b], 'The file is compressed (gzip). Unpack it first.'],
  [[0x37, 0x7a, 0xbc, 0xaf], 'The file is an archive (7z). Unpack it first.'],
  [[0x52, 0x61, 0x72, 0x21], 'The file is an archive (RAR). Unpack it first.'],
  [[0x25, 0x50, 0x44, 0x46], `The file is a PDF. ${downloadCsv}`],
  [[0xff, 0xfe], `The file is UTF-16 text (“Unicode Text”). ${saveAsCsv}`],
  [[0xfe, 0xff], `The file is UTF-16 text (“Unicode Text”). ${saveAsCsv}`],
];
const zip = [0x50, 0x4b];

const startsWith = (head: Buffer, bytes: number[]) => bytes.every((byte, at) => head[at] === byte);

/** The kind of a file that is no text, and the way out, or undefined for text. */
export async function foreignBytes(file: string): Promise<string | undefined> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, 0);
    const head = buffer.subarray(0, bytesRead);
    if (startsWith(head, zip)) {
      // The names of the parts stand in the archive uncompressed.
      return /\[Content_Types\]\.xml|xl\/|_rels\//.test(head.toString('latin1'))
        ? `The file is an Excel workbook (.xlsx). ${saveAsCsv}`
        : 'The file is a ZIP archive. Unpack it, and take the CSV file that it holds.';
    }
    const known = signatures.find(([bytes]) => startsWith(head, bytes));
    if (known) return known[1];
    const zeros = head.subarray(0, 4_096).filter((byte) => byte === 0).length;
    return zeros * 10 > Math.min(head.length, 4_096)
      ? `The file is not plain text. ${downloadCsv}`
      : undefined;
  } finally {
    await handle.close();
  }
}

/** Names of columns that only the board's lists by classification and county have. */
const ofLists = [
  'licensenumber',
  'phonenumber',
  'status',
  'contractorbondnumber',
  'workerscompinsurancecompany',
];

/** The kind of a file that begins with this line, if it is text of another kind. */
export function foreignText(line: string): string | undefined {
  const start = line.trim().slice(0, 2_000);
  if (/^<(!doctype|html|head|body|table|script|!--|div)\b/i.test(start)) {
    return `The file is a web page, not the board’s file: the download did not work. ${downloadCsv}`;
  }
  if (start.startsWith('<')) return `The file is XML or HTML. ${downloadCsv}`;
  if (/^(\[\s*(\{|$)|\{)/.test(start)) return `The file is JSON. The portal reads CSV. ${downloadCsv}`;
  if (/^%PDF/.test(start)) return `The file is a PDF. ${downloadCsv}`;
  const names = start
    .toLowerCase()
    .replace(/[^a-z0-9,;\t]/g, '')
    .split(/[,;\t]/);
  if (ofLists.filter((name) => names.includes(name)).length >= 3) {
    return `This is the board’s list by classification or county, which has fewer facts. The portal reads MasterLicenseData. ${downloadCsv}`;
  }
  return undefined;
}
