import { inflateSync } from 'node:zlib';
import type { DocumentSnapshot } from '@namc/db/invoices/tables';
import type { OutreachAddress } from '@namc/db/outreach/queries/list';
import type { OutreachSnapshot } from '@namc/db/outreach/tables';
import { expect, it } from 'vitest';
import { makeDocumentPdf } from '../invoices/document-pdf.ts';
import { runsOf } from '../invoices/pdf-runs.ts';
import { makeLabelsPdf } from './labels-pdf.ts';
import { makePhoneSheetPdf } from './phone-sheet-pdf.ts';
import { makeRecordPdf } from './record-pdf.ts';

const names = {
  Vietnamese: 'Nguyễn Thị Hồng Đào',
  Chinese: '陳偉 黃慶國',
  'rare Chinese': '㐂田',
  Japanese: 'ヤマダ建設 たなか',
  Korean: '김민수 건설',
  Arabic: 'شركة محمد للبناء',
  Persian: 'گروه پژمان ۱۲۳',
  Hebrew: 'בנייה שלום בע״מ',
  Thai: 'ก่อสร้างน้ำใจ',
  Lao: 'ກໍ່ສ້າງ',
  Khmer: 'ក្រុមហ៊ុនសំណង់',
  Hindi: 'हिन्दी निर्माण',
  Punjabi: 'ਸਿੰਘ ਉਸਾਰੀ',
  Tamil: 'தமிழ் கட்டுமானம்',
  Armenian: 'Հայկական',
  Georgian: 'მშენებლობა',
  Amharic: 'አማርኛ ግንባታ',
  emoji: 'Build 👷🏽‍♀️🏗️🇺🇸👨‍👩‍👧✅❤️',
};
type Script = keyof typeof names;

/** The numbers of the glyphs that the pages draw. The one of a missing letter is 0. */
function glyphsOf(pdf: Buffer): number[] {
  const glyphs: number[] = [];
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 7)) {
    let page = '';
    try {
      page = inflateSync(pdf.subarray(at + 7, pdf.indexOf('endstream', at))).toString('latin1');
    } catch {
      continue;
    }
    for (const [, shown = ''] of page.matchAll(/\[([^\]]*)\] TJ/g))
      for (const [, codes = ''] of shown.matchAll(/<([0-9a-f]+)>/g))
        for (const [code] of codes.matchAll(/.{4}/g)) glyphs.push(Number.parseInt(code, 16));
  }
  return glyphs;
}

const address = (name: string): OutreachAddress => ({
  licenseNumber: '700001',
  name,
  doingBusinessAs: [name],
  classifications: ['C-10'],
  isNamcMember: false,
  phone: '+15105550100',
  city: name,
  state: 'CA',
  zipCode: '94612',
  mailingAddress: name,
});

const invoice = (name: string): DocumentSnapshot => ({
  kind: 'INVOICE',
  number: '2027-0001',
  issuedOn: '2027-01-15',
  from: { name, address: `${name}\nOakland, CA 94607`, phone: '+15105550100', email: 'office@example.org' },
  to: { name, company: name, street: name, city: name, state: 'CA', zipCode: '94607' },
  invoice: {
    number: '2027-0001',
    issuedOn: '2027-01-15',
    dueOn: '2027-02-14',
    lines: [{ words: name, amountCents: 150_000 }],
    totalCents: 150_000,
    currency: 'USD',
  },
  howToPay: name,
});
const receipt = (name: string): DocumentSnapshot => ({
  ...invoice(name),
  kind: 'RECEIPT',
  payment: { way: 'CHECK', reference: '1042', receivedOn: '2027-01-20', amountCents: 150_000 },
  restCents: 0,
  creditCents: 0,
});
const creditNote = (name: string): DocumentSnapshot => ({
  ...receipt(name),
  kind: 'CREDIT_NOTE',
  refund: { way: 'CHECK', reference: '5021', amountCents: 30_003 },
});

const record = (name: string): OutreachSnapshot => ({
  madeOn: '2026-05-09',
  openingDay: '2026-06-01',
  fileDate: '2026-05-01',
  project: {
    title: name,
    firm: name,
    agency: name,
    city: name,
    state: 'CA',
    deadlineAt: '2026-06-01T22:00:00.000Z',
    timeZone: 'America/Los_Angeles',
    skills: ['C-10'],
    naicsCodes: ['238210'],
  },
  searches: [],
  firms: [
    {
      licenseNumber: '700001',
      name,
      doingBusinessAs: [name],
      city: name,
      classifications: ['C-10'],
      isNamcMember: false,
      distance: { miles: 3 },
      standing: { short: 'Good standing', note: null },
      certifications: [],
      contacts: [
        {
          channel: 'PHONE',
          contactedAt: '2026-05-04T17:30:00.000Z',
          author: name,
          answer: 'QUOTED',
          said: name,
          rejection: name,
          followUpOn: null,
          isCorrected: false,
        },
      ],
    },
  ],
});

const papers: [paper: string, make: (name: string) => Promise<Buffer>][] = [
  ['an invoice', (name) => makeDocumentPdf(invoice(name))],
  ['a receipt', (name) => makeDocumentPdf(receipt(name), '2027-02-01')],
  ['a credit note', (name) => makeDocumentPdf(creditNote(name))],
  [
    'a phone sheet',
    (name) =>
      makePhoneSheetPdf(name, [address(name)], 'May 1, 2026', 'Tell them: apply at portal.example.org/join.'),
  ],
  ['labels', (name) => makeLabelsPdf(name, [address(name)])],
  ['a record', (name) => makeRecordPdf(record(name), 'May 9, 2026')],
];

async function expectEveryLetter(make: (name: string) => Promise<Buffer>, script: Script) {
  const glyphs = glyphsOf(await make(names[script]));
  expect(glyphs.length, script).toBeGreaterThan(names[script].length / 3);
  expect(glyphs, script).not.toContain(0);
}

it.each(papers)('draws every letter of a name on %s', async (_, make) => {
  for (const script of ['Vietnamese', 'Chinese', 'Korean', 'Arabic', 'emoji'] as const)
    await expectEveryLetter(make, script);
});

it.each(Object.keys(names) as Script[])('draws every letter of a name in %s', async (script) => {
  await expectEveryLetter(papers[3]![1], script);
});

it.each(Object.keys(names) as Script[])('has no question mark in a name in %s', (script) => {
  for (const isBold of [false, true]) {
    const { runs, isIncomplete } = runsOf(names[script], isBold);
    expect(isIncomplete).toBe(false);
    expect(runs.map(({ text }) => text).join('')).not.toContain('?');
  }
});

const drawn = (line: string) => runsOf(line, false).runs.map(({ text }) => text);

it('draws names that are read from the right in the order in which they are read', () => {
  expect(drawn('Firm בנייה שלום, License 7')).toEqual(['Firm ', 'בנייה שלום', ', License 7']);
  // The number between two Hebrew words stands to the left of the first.
  expect(drawn('בנייה 24 שלום')).toEqual(['שלום', ' ', '24', 'בנייה ']);
  // A bracket turns with the words around it. fontkit turns each run of such a script, so that digits are turned before.
  expect(drawn('שלום (בניה)')).toEqual(['שלום )בניה(']);
  expect(drawn('پژمان ۱۲۳')).toEqual(['۳۲۱', 'پژمان ']);
});

it('keeps the signs of an emoji together, and a space between words of any script', () => {
  expect(drawn('A 👷🏽‍♀️ B')).toEqual(['A ', '👷🏽‍♀️', ' B']);
  expect(drawn('陳偉 건설').join('')).toBe('陳偉 건설');
});

it('counts a letter that no font has', () => {
  expect(runsOf('ᎠᎡ', false)).toEqual({ runs: [{ font: 'noto-sans', text: '??' }], isIncomplete: true });
});
