import type { OutreachAddress } from '@namc/db/outreach/queries/list';
import { formatPhone } from '@namc/inputs/phone';
import PDFDocument from 'pdfkit';
import { bytesOf, ink, line, linesOf, makeWriter, quiet } from '../invoices/pdf-writer.ts';

const margin = 45;
/** US Letter, in points. */
const wide = 612 - 2 * margin;
const bottom = 792 - margin - 18;
const box = 11;
/** Where the words stand beside the box, and where the lines for notes begin. */
const words = { x: margin + box + 9, wide: 225 };
const notes = { x: margin + box + 9 + 225 + 14, gap: 19, count: 3 };

/** A sheet for calls: what to tell a firm about joining, and the firms by city, each with a box to tick and lines for notes. */
export async function makePhoneSheetPdf(
  title: string,
  firms: OutreachAddress[],
  madeOn: string,
  joining: string,
): Promise<Buffer<ArrayBuffer>> {
  const pdf = new PDFDocument({
    size: 'LETTER',
    margin: 0,
    lang: 'en-US',
    displayTitle: true,
    bufferPages: true,
    info: { Title: `Phone sheet: ${title}` },
  });
  const finish = bytesOf(pdf);
  const write = makeWriter(pdf);
  let y = margin;
  for (const one of linesOf(write, title, wide, { size: 16, isBold: true })) {
    write.lineAt(one, margin, y, { size: 16, isBold: true });
    y += 21;
  }
  write.lineAt(`Phone sheet, printed ${madeOn}. Tick a box when you reach the firm.`, margin, y, {
    size: 9.5,
    color: quiet,
  });
  y += 17;
  for (const one of linesOf(write, joining, wide, { size: 9.5 })) {
    write.lineAt(one, margin, y, { size: 9.5 });
    y += 13;
  }
  y += 11;
  let city: string | undefined;
  for (const firm of firms) {
    const lines = linesOfFirm(firm).flatMap(({ text, ...look }) =>
      linesOf(write, text, words.wide, look).map((part) => ({ text: part, ...look })),
    );
    const tall = Math.max(
      lines.reduce((sum, { size }) => sum + size * 1.35, 0),
      notes.gap * notes.count,
    );
    const inCity = firm.city ?? 'No city';
    const isNew = inCity !== city;
    if (y + tall + (isNew ? 26 : 0) > bottom) {
      pdf.addPage();
      y = margin;
      city = undefined;
    }
    if (inCity !== city) {
      write.lineAt(inCity, margin, y, { size: 12, isBold: true });
      y += 22;
      city = inCity;
    }
    pdf
      .rect(margin, y + 1, box, box)
      .lineWidth(1)
      .stroke(ink);
    let at = y;
    for (const { text, ...look } of lines) {
      write.lineAt(text, words.x, at, look);
      at += look.size * 1.35;
    }
    for (let note = 1; note <= notes.count; note += 1) {
      const under = y + note * notes.gap - 4;
      pdf
        .moveTo(notes.x, under)
        .lineTo(margin + wide, under)
        .lineWidth(0.5)
        .stroke(line);
    }
    y += tall + 10;
  }
  if (firms.length === 0) write.lineAt('No firms are on this list.', margin, y, { size: 11 });
  const { count } = pdf.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    pdf.switchToPage(page);
    write.lineAt(`Page ${page + 1} of ${count}`, margin, 792 - margin, { size: 8.5, color: quiet });
  }
  return finish();
}

function linesOfFirm({
  name,
  doingBusinessAs,
  phone,
  licenseNumber,
  classifications,
  isNamcMember,
}: OutreachAddress) {
  return [
    { text: name, size: 10.5, isBold: true },
    ...(doingBusinessAs.length > 0
      ? [{ text: `doing business as ${doingBusinessAs.join(', ')}`, size: 9 }]
      : []),
    { text: phone ? formatPhone(phone) : 'No phone in the board’s file', size: 11 },
    {
      text: `License ${licenseNumber}, ${classifications.join(' ')}${isNamcMember ? ', NAMC member' : ''}`,
      size: 9,
      color: quiet,
    },
  ];
}
