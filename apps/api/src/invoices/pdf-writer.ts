import type PDFDocument from 'pdfkit';
import { openFont } from './pdf-fonts.ts';
import { type Run, runsOf, signsOf, wordsOf } from './pdf-runs.ts';

export const ink = '#1b2230';
export const quiet = '#4a5363';
export const line = '#b8bfc9';

export type Pdf = InstanceType<typeof PDFDocument>;

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

/** The height of a line, and of what stands above its baseline, in sizes of the text. Those of Noto Sans, whichever fonts are in the line. */
const lineTall = 1.362;
const ascent = 1.069;

/** Composed letters stay whole, for those who copy the text. Other scripts and emoji need the rule that makes one picture of several letters. */
const latinFeatures = { ccmp: false };
/** Letters are mirrored before a font sees them. */
const otherFeatures = { rtlm: false };
const featuresOf = ({ font }: Run) =>
  (font === 'noto-sans' || font === 'noto-sans-bold'
    ? latinFeatures
    : otherFeatures) as unknown as PDFKit.Mixins.OpenTypeFeatures[];

/** Writes paragraphs and lines, each run of letters in a font that has them, and each in the direction in which it is read. */
export function makeWriter(pdf: Pdf) {
  let isIncomplete = false;
  /** The widths of runs at a size of 1000: the fitting of lines asks for the same ones again and again. */
  const widths = new Map<string, number>();
  const use = (name: string) => {
    try {
      pdf.font(name);
    } catch {
      pdf.registerFont(name, openFont(name).bytes).font(name);
    }
  };
  const widthOfRun = (run: Run): number => {
    const key = `${run.font}:${run.text}`;
    const known = widths.get(key);
    if (known !== undefined) return known;
    use(run.font);
    pdf.fontSize(1000);
    const wide = pdf.widthOfString(run.text, { features: featuresOf(run) });
    widths.set(key, wide);
    return wide;
  };
  /** The width of a line in points. */
  const widthOf = (text: string, { size, isBold = false }: Look): number =>
    (runsOf(text, isBold).runs.reduce((sum, run) => sum + widthOfRun(run), 0) * size) / 1000;
  /** Writes one line with its top left corner at a place, and breaks nothing. */
  const lineAt = (text: string, x: number, y: number, { size, isBold = false, color = ink }: Look) => {
    const line = runsOf(text, isBold);
    isIncomplete ||= line.isIncomplete;
    let at = x;
    for (const run of line.runs) {
      const wide = (widthOfRun(run) * size) / 1000;
      use(run.font);
      pdf
        .fillColor(color)
        .fontSize(size)
        .text(run.text, at, y + ascent * size, {
          features: featuresOf(run),
          lineBreak: false,
          baseline: 'alphabetic',
        });
      at += wide;
    }
  };
  /** Writes a paragraph where the document is, and leaves the document below it. */
  const write = (text: string, look: Look) => {
    const { x: left, page } = pdf;
    const wide = look.options?.width ?? page.width - page.margins.right - left;
    for (const line of linesOf({ widthOf }, text, wide, look)) {
      if (pdf.y + look.size * lineTall > page.height - page.margins.bottom) pdf.addPage();
      const { y } = pdf;
      const inset = look.options?.align === 'right' ? wide - widthOf(line, look) : 0;
      lineAt(line, left + inset, y, look);
      pdf.x = left;
      pdf.y = y + look.size * lineTall;
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
  for (const word of wordsOf(text)) {
    if (fits(line + word)) {
      line += word;
      continue;
    }
    if (line) lines.push(line);
    line = '';
    for (const sign of signsOf(word.trimStart())) {
      if (line && !fits(line + sign)) {
        lines.push(line);
        line = '';
      }
      line += sign;
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
