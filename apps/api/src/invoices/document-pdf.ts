import type { DocumentSnapshot } from '@namc/db/invoices/tables';
import { dayWords } from '@namc/inputs/day-words';
import { moneyWords } from '@namc/inputs/money-words';
import type { PaymentProvider } from '@namc/inputs/payments';
import { formatPhone } from '@namc/inputs/phone';
import PDFDocument from 'pdfkit';
import { documentKindWords, paymentWayWords } from './document-words.ts';
import { bytesOf, ink, line, makeWriter, type Pdf, quiet, type Writer } from './pdf-writer.ts';

const bad = '#a8123e';
const margin = 54;
/** US Letter, in points. */
const width = 612 - 2 * margin;

/**
 * An invoice, a receipt or a credit note as a PDF of one page. It says what the snapshot holds, and the same snapshot always gives
 * the same page. A receipt whose payment was voided since, on the day `voidedOn`, says so above everything.
 */
export async function makeDocumentPdf(
  said: DocumentSnapshot,
  voidedOn: string | null = null,
): Promise<Buffer<ArrayBuffer>> {
  const title = `${documentKindWords[said.kind]} ${said.number}${voidedOn ? ': void' : ''}`;
  const pdf = new PDFDocument({
    size: 'LETTER',
    margin,
    lang: 'en-US',
    displayTitle: true,
    info: { Title: title, Author: said.from.name, CreationDate: new Date(`${said.issuedOn}T20:00:00Z`) },
  });
  const finish = bytesOf(pdf);
  const write = makeWriter(pdf);

  write(said.from.name, { size: 11, isBold: true });
  const { address, phone, email } = said.from;
  for (const one of [...(address ?? '').split('\n'), phone ? formatPhone(phone) : '', email ?? ''])
    if (one.trim()) write(one, { size: 9.5, color: quiet });
  pdf.moveDown(1.4);
  write(title, { size: 22, isBold: true, color: voidedOn ? bad : ink });
  if (voidedOn) {
    pdf.moveDown(0.3);
    write(
      `This receipt is void since ${dayWords(voidedOn)}: the payment didn’t go through, and doesn’t count for the invoice.`,
      { size: 11, isBold: true, color: bad },
    );
  }
  pdf.moveDown(0.3);
  for (const one of datesOf(said)) write(one, { size: 10, color: quiet });
  pdf.moveDown(1);
  write('To', { size: 9.5, color: quiet });
  const { name, company, street, city, state, zipCode } = said.to;
  const place = [city, [state, zipCode].filter(Boolean).join(' ')].filter(Boolean).join(', ');
  for (const one of [name, company, street, street || city ? place : null]) if (one) write(one, { size: 11 });
  pdf.moveDown(1.2);
  for (const [words, cents, isSum] of rowsOf(said)) drawRow(pdf, write, words, cents, isSum);
  pdf.moveDown(1);
  for (const one of closingWords(said)) {
    write(one, { size: 10.5 });
    pdf.moveDown(0.4);
  }
  if (write.isIncomplete())
    write('A letter that this document can’t show stands as “?”.', { size: 8.5, color: quiet });
  return finish();
}

function drawRow(pdf: Pdf, write: Writer, words: string, cents: number, isSum: boolean) {
  const top = pdf.y;
  write(words, { size: 11, isBold: isSum, options: { width: width - 130 } });
  const bottom = pdf.y;
  pdf.y = top;
  pdf.x = margin + width - 120;
  write(moneyWords(cents), { size: 11, isBold: isSum, options: { width: 120, align: 'right' } });
  pdf.x = margin;
  pdf.y = Math.max(bottom, pdf.y) + 4;
  pdf
    .moveTo(margin, pdf.y)
    .lineTo(margin + width, pdf.y)
    .lineWidth(0.5)
    .stroke(line);
  pdf.y += 6;
}

function datesOf({ kind, issuedOn, invoice }: DocumentSnapshot): string[] {
  if (kind === 'INVOICE') return [`Issued ${dayWords(issuedOn)}`, `Due ${dayWords(invoice.dueOn)}`];
  return [`Issued ${dayWords(issuedOn)}`, `For invoice ${invoice.number} of ${dayWords(invoice.issuedOn)}`];
}

/** Without earlier payments the amounts of a receipt or a credit note would not add up. */
const paidBefore = (cents: number): [string, number, boolean][] =>
  cents > 0 ? [['Paid before', cents, false]] : [];

function inWay({ way, reference }: { way: PaymentProvider; reference: string | null }): string {
  if (way === 'CREDIT') return 'with your credit';
  if (way === 'STRIPE') return `online${reference ? `, no. ${reference}` : ''}`;
  return `by ${paymentWayWords[way].toLowerCase()}${reference ? ` ${reference}` : ''}`;
}

/** The lines with their amounts. The last argument is true for a sum. */
function rowsOf(said: DocumentSnapshot): [words: string, cents: number, isSum: boolean][] {
  const lines = said.invoice.lines.map(({ words, amountCents }): [string, number, boolean] => [
    words,
    amountCents,
    false,
  ]);
  if (said.refund && said.payment) {
    const { way, reference, amountCents } = said.refund;
    const before = said.refundedBeforeCents ?? 0;
    return [
      ...lines,
      [`You paid ${inWay(said.payment)}`, said.payment.amountCents, false],
      ...(before > 0 ? [['Refunded before', before, false] as [string, number, boolean]] : []),
      [`We refund ${inWay({ way, reference })}`, amountCents, true],
      ['Left of your payment', said.payment.amountCents - before - amountCents, false],
    ];
  }
  if (said.payment) {
    const { way, reference, receivedOn, amountCents } = said.payment;
    const before = said.invoice.totalCents - (said.restCents ?? 0) - (amountCents - (said.creditCents ?? 0));
    return [
      ...lines,
      ...paidBefore(before),
      [
        way === 'CREDIT'
          ? 'Paid with your credit'
          : `Received ${dayWords(receivedOn)}, ${inWay({ way, reference })}`,
        amountCents,
        true,
      ],
      ['Left to pay', said.restCents ?? 0, false],
      ...(said.creditCents
        ? [['Your credit with us', said.creditCents, false] as [string, number, boolean]]
        : []),
    ];
  }
  if (said.creditedCents !== undefined)
    return [
      ...lines,
      ...paidBefore(said.invoice.totalCents - said.creditedCents),
      ['You don’t have to pay', said.creditedCents, true],
      ['Left to pay', 0, false],
    ];
  return [...lines, ['Total', said.invoice.totalCents, true]];
}

function closingWords({ kind, howToPay, invoice, term, from }: DocumentSnapshot): string[] {
  const ofTerm = term
    ? [`Your membership: ${term.tier}, from ${dayWords(term.startsOn)} through ${dayWords(term.endsOn)}.`]
    : [];
  if (kind !== 'INVOICE') return ofTerm;
  return [
    ...(howToPay ? howToPay.split('\n').filter((one) => one.trim() !== '') : []),
    `Please write invoice ${invoice.number} on your payment.`,
    ...(from.address ? [`Mail checks to: ${from.name}, ${from.address.replaceAll('\n', ', ')}`] : []),
  ];
}
