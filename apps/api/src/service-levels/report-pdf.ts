import type { ServiceReport } from '@namc/db/service-levels/queries';
import { monthInWords } from '@namc/inputs/day-words';
import { percentInWords } from '@namc/inputs/service-levels';
import { type LevelOfMonth, levelOfMonth, monthInSentences } from '@namc/inputs/service-reports';
import PDFDocument from 'pdfkit';

const ink = '#1b2230';
const quiet = '#4a5363';
const line = '#b8bfc9';
const bar = '#a8430b';
const colors = { Kept: '#00664a', 'Not kept': '#a8123e', Unknown: quiet };
const margin = 54;
/** US Letter, in points. */
const width = 612 - 2 * margin;
const columns = [
  { words: 'What we promise', at: 0, wide: 160 },
  { words: 'Promise', at: 165, wide: 125 },
  { words: 'Measured', at: 295, wide: 145 },
  { words: '', at: 445, wide: width - 445 },
] as const;

/** The report of a month as one page of PDF: a few sentences, one table and one picture. `madeAt` is printed on it. */
export async function makeReportPdf(report: ServiceReport, madeAt: Date): Promise<Buffer<ArrayBuffer>> {
  const title = `Service levels in ${monthInWords(report.month)}`;
  const pdf = new PDFDocument({
    size: 'LETTER',
    margin,
    lang: 'en-US',
    displayTitle: true,
    info: { Title: title, Author: 'NAMC NorCal', CreationDate: madeAt },
  });
  const parts: Buffer[] = [];
  const done = new Promise<void>((resolve, reject) => pdf.on('end', resolve).on('error', reject));
  pdf.on('data', (part: Buffer) => parts.push(part));

  pdf.fillColor(quiet).font('Helvetica').fontSize(10).text('NAMC NorCal member portal');
  pdf.moveDown(0.4).fillColor(ink).font('Helvetica-Bold').fontSize(22).text(title);
  pdf.moveDown(0.6).font('Helvetica').fontSize(11);
  for (const sentence of monthInSentences(report)) pdf.text(sentence, { lineGap: 2 }).moveDown(0.4);
  if (report.days.some(({ covered }) => covered > 0)) {
    drawTable(pdf, report.levels.map(levelOfMonth));
    drawDays(pdf, report.days);
  }
  pdf
    .fillColor(quiet)
    .fontSize(8.5)
    .text(
      `Months and days are those of California. A promise without a measurement is unknown. Made ${madeAt.toLocaleString('en-US', { timeZone: 'America/Los_Angeles', dateStyle: 'long', timeStyle: 'short' })}.`,
      margin,
      792 - margin - 24,
      { width },
    );
  pdf.end();
  await done;
  return Buffer.concat(parts);
}

type Pdf = InstanceType<typeof PDFDocument>;

function drawTable(pdf: Pdf, levels: LevelOfMonth[]): void {
  let y = pdf.y + 8;
  const row = (cells: readonly string[], color: string, font: string) => {
    let tallest = 0;
    for (const [at, words] of cells.entries()) {
      const column = columns[at];
      if (!column) continue;
      const isOutcome = at === 3 && words in colors;
      pdf.font(isOutcome ? 'Helvetica-Bold' : font).fontSize(9.5);
      pdf.fillColor(isOutcome ? colors[words as keyof typeof colors] : color);
      pdf.text(words, margin + column.at, y, { width: column.wide });
      tallest = Math.max(tallest, pdf.y - y);
    }
    y += tallest + 5;
    pdf
      .moveTo(margin, y - 3)
      .lineTo(margin + width, y - 3)
      .lineWidth(0.5)
      .stroke(line);
    y += 2;
  };
  row(
    columns.map(({ words }) => words),
    quiet,
    'Helvetica-Bold',
  );
  for (const { title, promise, measured, outcome } of levels)
    row([title, promise, measured, outcome], ink, 'Helvetica');
  pdf.y = y;
}

/** The share of each day's requests that were too slow. A day without measurements is gray from top to bottom. */
function drawDays(pdf: Pdf, days: ServiceReport['days']): void {
  const share = ({ over, requests }: ServiceReport['days'][number]) => (requests > 0 ? over / requests : 0);
  const highest = Math.max(...days.map(share));
  const most = Math.max(0.01, highest);
  pdf.fillColor(ink).font('Helvetica-Bold').fontSize(12);
  pdf.text('Were requests too slow on some days?', margin, pdf.y + 10, { width });
  pdf.fillColor(quiet).font('Helvetica').fontSize(9.5);
  pdf.text(
    `The share of each day’s requests that were over their limit. ${highest === 0 ? 'None was.' : `The highest bar is ${percentInWords(highest)}.`} A gray day was not measured.`,
    { width },
  );
  const top = pdf.y + 8;
  const high = 90;
  const step = width / days.length;
  for (const [at, day] of days.entries()) {
    const isMeasured = day.covered > 0;
    const tall = isMeasured ? Math.max(1, (share(day) / most) * high) : high;
    pdf.rect(margin + at * step + 1, top + high - tall, step - 2, tall).fill(isMeasured ? bar : '#d9dde3');
  }
  pdf
    .moveTo(margin, top + high)
    .lineTo(margin + width, top + high)
    .lineWidth(0.5)
    .stroke(line);
  pdf.fillColor(quiet).fontSize(8.5);
  pdf.text('1', margin, top + high + 4, { width: 40, lineBreak: false });
  pdf.text(String(days.length), margin + width - 40, top + high + 4, { width: 40, align: 'right' });
}
