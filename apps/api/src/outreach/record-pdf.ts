import type { OutreachSnapshot } from '@namc/db/outreach/tables';
import { classificationNames } from '@namc/inputs/classifications';
import { dayWords } from '@namc/inputs/day-words';
import { distanceWords } from '@namc/inputs/miles';
import type { OutreachCriteria } from '@namc/inputs/outreach';
import { answerWords, channelWords } from '@namc/inputs/outreach-words';
import { tradeSkills } from '@namc/inputs/skills';
import PDFDocument from 'pdfkit';
import { bytesOf, type Look, linesOf, makeWriter, quiet } from '../invoices/pdf-writer.ts';

const margin = 54;
/** US Letter, in points. */
const wide = 612 - 2 * margin;
const bottom = 792 - margin - 24;

/** A paragraph of the record. `above` is the room before it, in points. */
export interface RecordLine extends Look {
  text: string;
  above?: number;
  /** The points by which it is moved in. */
  inset?: number;
  /** True if it never stands last on a page. */
  isHeading?: boolean;
}

const heading = (text: string): RecordLine => ({ text, size: 13, isBold: true, above: 16, isHeading: true });
const plain = (text: string): RecordLine => ({ text, size: 10, above: 3 });

const names: Record<string, string> = { ...classificationNames, ...tradeSkills };
const nameOf = (code: string): string =>
  code in classificationNames ? `${code} ${names[code]}` : (names[code] ?? code);

const standingWords = {
  good: 'in good standing',
  clear: 'clear, even with a warning',
  pending: 'clear, with a warning',
  'not-good': 'not in good standing',
  unknown: 'with an unknown standing',
};

function searchWords({ q, trades = [], miles, standing, member }: Partial<OutreachCriteria>): string {
  return [
    ...(q ? [`The words “${q}”`] : []),
    trades.length > 0 ? `Classes ${trades.join(', ')}` : 'All classes',
    miles === undefined ? 'anywhere in the state' : `within ${miles} miles of the project`,
    standing === undefined ? 'any standing' : standingWords[standing],
    member === undefined ? 'NAMC members and others' : member ? 'NAMC members' : 'not NAMC members',
  ].join('; ');
}

/** All paragraphs of the record but for the date of the print, which stands at the foot of each page. */
export function linesOfRecord(said: OutreachSnapshot): RecordLine[] {
  const { project, firms, searches, fileDate, openingDay } = said;
  const at = instantsIn(project.timeZone);
  const contacts = firms.flatMap((firm) => firm.contacts.filter(counts));
  const reached = firms.filter((firm) => firm.contacts.some(counts));
  const place = [project.city, project.state].filter(Boolean).join(', ');
  return [
    { text: 'Record of the outreach to subcontractors', size: 18, isBold: true },
    { text: project.title, size: 13, above: 6 },
    plain(
      [project.firm && `Posted by ${project.firm}`, project.agency && `for ${project.agency}`]
        .filter(Boolean)
        .join(' ') || 'Posted without a firm',
    ),
    ...(place ? [plain(`Place: ${place}`)] : []),
    plain(project.deadlineAt ? `Bids due ${at(project.deadlineAt)}` : 'No deadline for bids is set'),
    plain(`This record was made on ${dayWords(said.madeOn)} and has not changed since.`),
    heading('Work identified'),
    plain(project.skills.map(nameOf).join('; ') || 'No classes are named'),
    plain(`NAICS: ${project.naicsCodes.join(', ') || 'none named'}`),
    heading('Searches of the license board’s file'),
    ...searches.map((search) => plain(searchWords(search))),
    ...(searches.length === 0 ? [plain('No firms were searched for yet.')] : []),
    plain(
      fileDate ? `Date of the license data: ${dayWords(fileDate)}` : 'The portal holds no license data yet.',
    ),
    heading('Summary'),
    plain(
      `${firms.length} listed, ${reached.length} contacted, ${contacts.length} contact${contacts.length === 1 ? '' : 's'}, ` +
        `${firms.filter((firm) => firm.contacts.some(({ answer, isCorrected }) => answer === 'QUOTED' && !isCorrected)).length} with a quote.`,
    ),
    plain(
      `Standings and certifications are those of ${dayWords(openingDay)}, ${project.deadlineAt ? 'the day on which bids open' : 'because no deadline is set'}, as far as the portal knew on the day of this record.`,
    ),
    heading('Firms'),
    ...firms.flatMap((firm) => linesOfFirm(firm, at)),
    {
      text: 'The record says what was logged in the portal. It does not say that the outreach was enough.',
      size: 9,
      color: quiet,
      above: 18,
    },
  ];
}

type Contact = OutreachSnapshot['firms'][number]['contacts'][number];

/** A contact that a later one corrects does not count, and neither does an invitation that came back: it reached nobody. */
const counts = ({ isCorrected, returnedWhy }: Contact): boolean => !isCorrected && !returnedWhy;

function linesOfFirm(firm: OutreachSnapshot['firms'][number], at: (instant: string) => string): RecordLine[] {
  const { name, licenseNumber, city, classifications, distance, standing } = firm;
  const facts = [
    `License ${licenseNumber}`,
    classifications.join(' '),
    city,
    distance && distanceWords(distance),
    firm.isNamcMember && 'NAMC member',
  ];
  return [
    { text: name ?? `License ${licenseNumber}`, size: 11, isBold: true, above: 12, isHeading: true },
    ...(firm.doingBusinessAs.length > 0
      ? [inner(`Doing business as ${firm.doingBusinessAs.join(', ')}`)]
      : []),
    inner(facts.filter(Boolean).join(', ')),
    inner(
      standing
        ? `Standing: ${standing.short}${standing.note ? `. ${standing.note}` : ''}`
        : 'The license board no longer lists the license.',
    ),
    ...firm.certifications.map(({ name: kind, issuer, number, expiresOn, isVerified }) =>
      inner(
        [
          `Certification: ${kind}`,
          issuer,
          number && `no. ${number}`,
          expiresOn && `good through ${dayWords(expiresOn)}`,
          isVerified ? 'checked by NAMC' : 'not checked by NAMC',
        ]
          .filter(Boolean)
          .join(', '),
      ),
    ),
    ...(firm.contacts.length === 0 ? [inner('Not contacted')] : []),
    ...firm.contacts.toReversed().flatMap((contact) => [
      {
        ...inner(
          `${channelWords[contact.channel]}, ${at(contact.contactedAt)}, by ${contact.author ?? 'somebody who has left'}: ` +
            `${contact.returnedWhy ? 'The mail came back, so it reached nobody' : answerWords[contact.answer]}${contact.isCorrected ? ' (corrected by a later entry)' : ''}`,
        ),
        above: 5,
      },
      ...(contact.said ? contact.said.split('\n').filter(Boolean).map(deeper) : []),
      ...(contact.returnedWhy ? [deeper(`The mail server said: ${contact.returnedWhy}`)] : []),
      ...(contact.rejection ? [deeper(`Reason for rejecting the quote: ${contact.rejection}`)] : []),
      ...(contact.followUpOn ? [deeper(`Follow-up planned for ${dayWords(contact.followUpOn)}`)] : []),
    ]),
  ];
}

const inner = (text: string): RecordLine => ({ text, size: 9.5, above: 2, inset: 12 });
const deeper = (text: string): RecordLine => ({ text, size: 9.5, above: 1, inset: 24, color: quiet });

function instantsIn(timeZone: string): (instant: string) => string {
  const format = new Intl.DateTimeFormat('en-US', {
    dateStyle: 'long',
    timeStyle: 'long',
    timeZone,
  });
  return (instant) => format.format(new Date(instant));
}

/** The record as a PDF. The same snapshot gives the same pages but for `printedOn`, the date of the print in words. */
export async function makeRecordPdf(said: OutreachSnapshot, printedOn: string): Promise<Buffer<ArrayBuffer>> {
  const pdf = new PDFDocument({
    size: 'LETTER',
    margin: 0,
    lang: 'en-US',
    displayTitle: true,
    bufferPages: true,
    info: {
      Title: `Record of the outreach: ${said.project.title}`,
      CreationDate: new Date(`${said.madeOn}T20:00:00Z`),
    },
  });
  const finish = bytesOf(pdf);
  const write = makeWriter(pdf);
  let y = margin;
  for (const { text, above = 0, inset = 0, isHeading, ...look } of linesOfRecord(said)) {
    const tall = look.size * 1.4;
    y += y > margin ? above : 0;
    // A heading takes some of what follows along.
    if (isHeading && y + tall + 40 > bottom) y = bottom;
    for (const part of linesOf(write, text, wide - inset, look)) {
      if (y + tall > bottom) {
        pdf.addPage();
        y = margin;
      }
      write.lineAt(part, margin + inset, y, look);
      y += tall;
    }
  }
  const { count } = pdf.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    pdf.switchToPage(page);
    write.lineAt(`Page ${page + 1} of ${count}. Printed on ${printedOn}.`, margin, bottom + 10, {
      size: 8.5,
      color: quiet,
    });
  }
  return finish();
}
