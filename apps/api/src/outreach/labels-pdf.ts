import type { OutreachAddress } from '@namc/db/outreach/queries/list';
import PDFDocument from 'pdfkit';
import { bytesOf, type Look, linesOf, makeWriter, type Writer } from '../invoices/pdf-writer.ts';

/** Avery 5160: 3 × 10 labels of 2 5/8 × 1 inches on US Letter, in points, with the margins of the sheet as measured. */
const sheet = { columns: 3, rows: 10, top: 36, left: 13.5, wide: 189, tall: 72, gutter: 9 };
const perSheet = sheet.columns * sheet.rows;
/** The room that a printer needs to be off by. */
const inset = { x: 9, y: 6 };
const room = { wide: sheet.wide - 2 * inset.x, tall: sheet.tall - 2 * inset.y };
const largest = 10.5;
const smallest = 5.5;
const leading = 1.25;

/** A line of a label, and its place on the sheet. */
export interface LabelLine extends Look {
  text: string;
  x: number;
  y: number;
  sheet: number;
}

const cityLine = ({ city, state, zipCode }: OutreachAddress): string =>
  [city, [state, zipCode].filter(Boolean).join(' ')].filter(Boolean).join(', ');

/**
 * The lines of a label at the largest size at which all of them fit. The one about the way into NAMC stands at the top, because the post
 * office reads an address from below. At the smallest size it goes, and so do the last lines that do not fit.
 */
function fit(
  write: Pick<Writer, 'widthOf'>,
  firm: OutreachAddress,
  joining: string | undefined,
): Look & { lines: string[] } {
  const texts = [firm.name, firm.mailingAddress ?? '', cityLine(firm)];
  const above = joining && !firm.isNamcMember ? [joining] : [];
  const at = (size: number) =>
    [...above, ...texts].flatMap((text) => linesOf(write, text, room.wide, { size }));
  for (let size = largest; size > smallest; size -= 0.5) {
    const lines = at(size);
    if (lines.length * size * leading <= room.tall) return { size, lines };
  }
  const most = Math.floor(room.tall / (smallest * leading));
  // The street and the city stay whole: the mail goes by them.
  const rest = texts
    .slice(1)
    .flatMap((text) => linesOf(write, text, room.wide, { size: smallest }))
    .slice(0, most - 1);
  const name = linesOf(write, firm.name, room.wide, { size: smallest }).slice(0, most - rest.length);
  return { size: smallest, lines: [...name, ...rest] };
}

/** The places of all lines, the labels row by row. A firm without a mailing address gets no label. Members of NAMC get no `joining`. */
export function layLabels(
  write: Pick<Writer, 'widthOf'>,
  firms: OutreachAddress[],
  joining?: string,
): LabelLine[] {
  return firms
    .filter(({ mailingAddress }) => mailingAddress)
    .flatMap((firm, at) => {
      const { size, lines } = fit(write, firm, joining);
      const place = at % perSheet;
      const x = sheet.left + (place % sheet.columns) * (sheet.wide + sheet.gutter) + inset.x;
      const top = sheet.top + Math.floor(place / sheet.columns) * sheet.tall;
      const tall = lines.length * size * leading;
      const y = top + (sheet.tall - tall) / 2;
      return lines.map((text, line) => ({
        text,
        size,
        x,
        y: y + line * size * leading,
        sheet: Math.floor(at / perSheet),
      }));
    });
}

/** Mailing labels for Avery 5160 and its equals, with a line about the way into NAMC if `joining` says one. */
export async function makeLabelsPdf(
  title: string,
  firms: OutreachAddress[],
  joining?: string,
): Promise<Buffer<ArrayBuffer>> {
  const pdf = new PDFDocument({
    size: 'LETTER',
    margin: 0,
    lang: 'en-US',
    info: { Title: `Labels: ${title}` },
  });
  const finish = bytesOf(pdf);
  const write = makeWriter(pdf);
  let at = 0;
  for (const { text, x, y, sheet: onSheet, size } of layLabels(write, firms, joining)) {
    if (onSheet > at) pdf.addPage();
    at = onSheet;
    write.lineAt(text, x, y, { size });
  }
  return finish();
}
