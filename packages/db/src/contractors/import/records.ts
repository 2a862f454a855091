import { hash } from 'node:crypto';
import { asOneLine } from '@namc/inputs/text';
import { headerNameIn, licenseColumn } from './board-files.ts';
import { splitFields } from './fields.ts';
import type { Layout } from './layout.ts';
import type { Line } from './lines.ts';

/**
 * No real field is half as long. An index entry cannot exceed 2,700 bytes, so one longer name would fail the whole
 * file.
 */
const longestField = 500;
/** As much of a broken row is kept. */
const longestRaw = 10_000;
/** A broken row goes on in at most so many lines. */
const mostLines = 20;

/** In place of the digest of a row that cannot be taken. */
const noDigest = '0'.repeat(32);

const digest = (text: string) => hash('sha256', text, 'hex').slice(0, noDigest.length);

/** A row that cannot be taken. */
interface Broken {
  number: number;
  raw: string;
  field: string;
  problem: string;
  /** Kept wherever it can be found, because a firm whose row is broken is not gone. Empty if it cannot. */
  license: string;
}

/** A broken row that the next line may belong to. */
interface Unfinished extends Broken {
  lines: number;
  /** Its fields so far, or undefined for an open quote. */
  fields: number | undefined;
}

/** ASCII without quotes and backslashes, with a license number in front: a row that needs no cleaning. */
const plainRow = /^\d{1,8} *,[\x20\x21\x23-\x5b\x5d-\x7e]*(?<! )$/;
const dateBegins = /^"?\d{1,4}[/-]/;

/** Turns the lines of a file into rows of the staging table. */
export class Records {
  /** The file's columns that are read, in its own order. */
  readonly columns: string[];
  /** Rows so far, broken ones included. */
  rows = 0;
  /** True once the file has stopped in the middle of a row. */
  isCut = false;
  /** True once the last line had no line end. */
  isOpen = false;

  readonly #layout: Layout;
  readonly #reading: string;
  readonly #hasPlainRows: boolean;
  readonly #beginning: RegExp;
  #unfinished: Unfinished | undefined;
  #last = '';

  /** @param reading what decides how a row is read, besides the row: a part of each digest. */
  constructor(layout: Layout, reading: string) {
    this.#reading = digest(reading);
    const { columns, separator, licenseAt } = layout;
    this.#layout = layout;
    this.columns = columns.filter((column) => column !== null);
    this.#hasPlainRows = separator === ',' && licenseAt === 0 && columns.length === this.columns.length;
    const between = separator === '\t' ? '\\t' : `\\${separator}`;
    this.#beginning = new RegExp(
      `^[^0-9A-Za-z]*(\\d{1,8})(?![0-9A-Za-z])[^0-9A-Za-z${between}]*${between}\\s*([^${between}]*)`,
    );
  }

  /** The license of the last whole row, empty before the first. */
  get lastLicense(): string {
    const end = this.#last.indexOf(',');
    return (end < 0 ? this.#last : this.#last.slice(0, end)).trim();
  }

  /** The rows that this line completes, in PostgreSQL's COPY text format: a backslash escapes, a tab separates. */
  toCopyText(line: Line): string {
    const { text } = line;
    if (this.#hasPlainRows && !this.#unfinished && !line.isOpen && this.#isPlain(text)) {
      this.rows += 1;
      this.#last = text;
      const fields =
        text.includes(', ') || text.includes(' ,')
          ? text.replace(/ *, */g, '\t')
          : text.replaceAll(',', '\t');
      return `${line.number}\t\t\t\t${this.#digestOf(fields)}\t${fields}\n`;
    }
    return this.toRows(line).map(toCopyLine).join('');
  }

  /** The rows that this line completes: values of the staging columns. */
  toRows(line: Line): string[][] {
    if (line.text.trim() === '') return [];
    const rows: string[][] = [];
    this.isOpen = line.isOpen === true;
    if (this.#unfinished) {
      if (this.#takesIn(this.#unfinished, line.text)) {
        this.isCut = this.isOpen;
        return rows;
      }
      rows.push(...this.end());
    }
    const read = this.#read(line);
    if (Array.isArray(read)) {
      this.rows += 1;
      this.#last = read[this.columns.indexOf(licenseColumn)] ?? '';
      rows.push([String(line.number), '', '', '', this.#digestOf(read.join('\t')), ...read]);
    } else if ('lines' in read) {
      this.#unfinished = read;
      this.isCut = this.isOpen;
    } else {
      this.rows += 1;
      rows.push(this.#toRow(read));
    }
    return rows;
  }

  /** The row that is unfinished, now that no more lines can belong to it. */
  end(): string[][] {
    const broken = this.#unfinished;
    if (!broken) return [];
    this.#unfinished = undefined;
    this.rows += 1;
    return [
      this.#toRow(broken.lines > 1 ? { ...broken, problem: `is broken over ${broken.lines} lines` } : broken),
    ];
  }

  /** Tells rows apart that are read differently. The separating tab occurs in no field. */
  #digestOf(fields: string): string {
    return digest(`${this.#reading}\t${fields}`);
  }

  #isPlain(text: string): boolean {
    if (text.length > longestField || !plainRow.test(text)) return false;
    let commas = 0;
    for (let at = text.indexOf(','); at >= 0; at = text.indexOf(',', at + 1)) commas += 1;
    return commas === this.columns.length - 1;
  }

  #read({ number, text }: Line): string[] | Broken | Unfinished {
    const { separator, width, blanks, columns, licenseAt, file } = this.#layout;
    const broken = (problem: string, fields?: string[], field = 'row'): Broken => ({
      number,
      raw: text,
      field,
      problem,
      license: this.#licenseOf(text.replaceAll('\0', ''), fields),
    });
    const fields = splitFields(text, separator, width);
    if (text.includes('\0')) return broken('holds a NUL character', fields);
    if (!fields) return { ...broken('has quotes that do not match'), fields: undefined, lines: 1 };
    if (fields.length !== width) {
      const wrong = broken(`has ${fields.length} fields instead of ${width}`, fields);
      return fields.length > width ? wrong : { ...wrong, fields: fields.length, lines: 1 };
    }
    const tooLong = fields.findIndex((field) => field.length > longestField);
    if (tooLong >= 0) {
      const name = headerNameIn(file, columns[tooLong] ?? '');
      return broken(`is longer than ${longestField} characters`, fields, name);
    }
    // A number with something unseen in front of it is no number: `cleaned` took it away, and the line still has it.
    const license = fields[licenseAt] ?? '';
    if (!/^\d{1,8}$/.test(license) || (licenseAt === 0 && !/^[ "]*\d/.test(text))) {
      const problem = /^\d{1,8}$/.test(license)
        ? 'has something unseen in front of its license number'
        : `"${license.slice(0, 60)}" is not a license number of up to 8 digits`;
      return broken(problem, fields, headerNameIn(file, licenseColumn));
    }
    if (columns.length === this.columns.length) return fields;
    if (fields.slice(width - blanks).some((field) => field !== '')) {
      return broken('has text behind its last column', fields);
    }
    return fields.filter((_, at) => columns[at] !== null);
  }

  /** The license number of a broken row, empty where it cannot be told from other numbers. */
  #licenseOf(text: string, fields: string[] | undefined): string {
    const { licenseAt, width, columns } = this.#layout;
    const isNear = (most: number) => fields !== undefined && Math.abs(fields.length - width) <= most;
    if (licenseAt > 0) {
      const field = fields?.[licenseAt] ?? '';
      return isNear(1) && /^\d{1,8}$/.test(field) ? field : '';
    }
    const [, number = '', next = ''] = this.#beginning.exec(text) ?? [];
    const isDated = columns[1] === 'last_updated' && dateBegins.test(next);
    return isDated || isNear(1) || (isNear(5) && next.trim() === '') ? number : '';
  }

  /** Adds a line to a broken row if the line does not begin another. */
  #takesIn(broken: Unfinished, text: string): boolean {
    const { separator, width, licenseAt, columns } = this.#layout;
    const fields = text.split(separator).length;
    const [, , next = ''] = licenseAt === 0 ? (this.#beginning.exec(text) ?? []) : [];
    const begins = fields === width || (columns[1] === 'last_updated' && dateBegins.test(next));
    if (begins || broken.lines >= mostLines) return false;
    if (broken.fields !== undefined) {
      const together = broken.fields + fields - 1;
      if (together > width) return false;
      broken.fields = together;
    }
    broken.lines += 1;
    if (broken.raw.length < longestRaw) broken.raw += ` ${text}`;
    return true;
  }

  #toRow({ number, field, problem, raw, license }: Broken): string[] {
    const shown = asOneLine(raw.slice(0, longestRaw).replaceAll('\0', '�'));
    return [
      String(number),
      field,
      problem,
      shown,
      noDigest,
      ...this.columns.map((column) => (column === licenseColumn ? license : '')),
    ];
  }
}

export const toCopyLine = (row: string[]) => `${row.join('\t').replaceAll('\\', '\\\\')}\n`;
