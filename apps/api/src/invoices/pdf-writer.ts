import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type PDFDocument from 'pdfkit';
import { fontOf } from './document-words.ts';

export const ink = '#1b2230';
export const quiet = '#4a5363';
export const line = '#b8bfc9';

export type Pdf = InstanceType<typeof PDFDocument>;

const fonts = new Map<string, Buffer>();
/** A font, which is read when a document first needs it: most need no Chinese letters. */
function readFont(name: string): Buffer {
  const known = fonts.get(name);
  if (known) return known;
  const font = gunzipSync(readFileSync(join(import.meta.dirname, 'fonts', `${name}.ttf.gz`)));
  fonts.set(name, font);
  return font;
}

interface TextOptions {
  width?: number;
  align?: 'right';
}

/** The look of a text. */
export interface Look {
  size: number;
  isBold?: boolean;
  color?: string;
  options?: TextOptions;
}

/** Writes paragraphs, each run of letters in a font that has them. */
export function makeWriter(pdf: Pdf) {
  let isIncomplete = false;
  const use = (name: string) => {
    try {
      pdf.font(name);
    } catch {
      pdf.registerFont(name, readFont(name)).font(name);
    }
  };
  /** The stretches of a text, each with the font that has its letters. */
  const runsOf = (text: string, isBold: boolean) => {
    const runs: { font: string; text: string }[] = [];
    for (const letter of text.normalize('NFC')) {
      const font = fontOf(letter);
      if (font === undefined) isIncomplete = true;
      const name = font === 'han' ? 'noto-sans-han' : isBold ? 'noto-sans-bold' : 'noto-sans';
      const last = runs.at(-1);
      const shown = font === undefined ? '?' : letter;
      if (last?.font === name) last.text += shown;
      else runs.push({ font: name, text: shown });
    }
    return runs;
  };
  // Composed letters stay whole, for those who copy the text.
  const features = { ccmp: false } as unknown as PDFKit.Mixins.OpenTypeFeatures[];
  const write = (text: string, { size, isBold = false, color = ink, options = {} }: Look) => {
    pdf.fillColor(color).fontSize(size);
    const runs = runsOf(text, isBold);
    for (const [at, run] of runs.entries()) {
      use(run.font);
      pdf.text(run.text, { ...options, features, continued: at < runs.length - 1 });
    }
  };
  /** The width of a line in points. */
  const widthOf = (text: string, { size, isBold = false }: Look): number => {
    pdf.fontSize(size);
    let wide = 0;
    for (const run of runsOf(text, isBold)) {
      use(run.font);
      wide += pdf.widthOfString(run.text, { features });
    }
    return wide;
  };
  /** Writes one line with its top left corner at a place, and breaks nothing. */
  const lineAt = (text: string, x: number, y: number, { size, isBold = false, color = ink }: Look) => {
    pdf.fillColor(color).fontSize(size);
    let at = x;
    for (const run of runsOf(text, isBold)) {
      use(run.font);
      pdf.text(run.text, at, y, { features, lineBreak: false });
      at += pdf.widthOfString(run.text, { features });
    }
  };
  return Object.assign(write, { isIncomplete: () => isIncomplete, widthOf, lineAt });
}

export type Writer = ReturnType<typeof makeWriter>;

/** The lines of a text, none wider than `most` points. A word that is wider on its own is broken within. */
export function linesOf(write: Pick<Writer, 'widthOf'>, text: string, most: number, look: Look): string[] {
  const lines: string[] = [];
  let line = '';
  const fits = (one: string) => write.widthOf(one, look) <= most;
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line) lines.push(line);
    line = '';
    for (const letter of word) {
      if (line && !fits(line + letter)) {
        lines.push(line);
        line = '';
      }
      line += letter;
    }
  }
  return line ? [...lines, line] : lines;
}

/** Ends a document and gives its bytes. Call it before the first word is written. */
export function bytesOf(pdf: Pdf): () => Promise<Buffer<ArrayBuffer>> {
  const parts: Buffer[] = [];
  const done = new Promise<void>((resolve, reject) => pdf.on('end', resolve).on('error', reject));
  pdf.on('data', (part: Buffer) => parts.push(part));
  return async () => {
    pdf.end();
    await done;
    return Buffer.concat(parts);
  };
}
