import type { OutreachAddress } from '@namc/db/outreach/queries/list';
import PDFDocument from 'pdfkit';
import { expect, it } from 'vitest';
import { makeWriter } from '../invoices/pdf-writer.ts';
import { layLabels, makeLabelsPdf } from './labels-pdf.ts';
import { makePhoneSheetPdf } from './phone-sheet-pdf.ts';

const firm: OutreachAddress = {
  licenseNumber: '700001',
  name: 'Meridian Electric',
  doingBusinessAs: [],
  classifications: ['C-10'],
  isNamcMember: false,
  phone: '+15105550100',
  city: 'Oakland',
  state: 'CA',
  zipCode: '94612',
  mailingAddress: '1 TEST WAY',
};
const long: OutreachAddress = {
  ...firm,
  name: `${'Consolidated Northern California Building Restoration and Seismic Engineering '.repeat(3)}Incorporated`,
  mailingAddress: `${'12345 NORTHWESTERN MEMORIAL BOULEVARD, BUILDING 7, SUITE 1200 '.repeat(2)}`,
  city: 'Rancho Santa Margarita del Monte y de la Santísima Trinidad',
  zipCode: '92688-1234',
};
const unbroken: OutreachAddress = { ...firm, name: 'W'.repeat(120) };
const write = makeWriter(new PDFDocument());

it('puts three labels in a row and ten rows on a sheet, on the labels of Avery 5160', () => {
  const lines = layLabels(
    write,
    Array.from({ length: 31 }, () => firm),
  );
  const firsts = lines.filter(({ text }) => text === firm.name);
  expect(firsts.map(({ x }) => x).slice(0, 4)).toEqual([22.5, 220.5, 418.5, 22.5]);
  expect(firsts[3]!.y - firsts[0]!.y).toBe(72);
  expect(firsts.map(({ sheet }) => sheet).lastIndexOf(0)).toBe(29);
  expect(firsts[30]).toMatchObject({ x: 22.5, y: firsts[0]!.y, sheet: 1 });
});

it('keeps every line within its label, however long a name, a street or a city is', () => {
  const firms = [long, unbroken, firm, { ...long, ...unbroken }];
  const lines = layLabels(write, firms, 'Claim your license: portal.example.org/join');
  for (const { text, size, x, y } of lines) {
    const column = Math.floor((x - 13.5) / 198);
    const [left, right] = [13.5 + column * 198, 13.5 + column * 198 + 189];
    expect(x).toBeGreaterThanOrEqual(left + 8);
    expect(x + write.widthOf(text, { size })).toBeLessThanOrEqual(right - 8);
    const top = 36 + Math.floor((y - 36) / 72) * 72;
    expect(y).toBeGreaterThanOrEqual(top + 5);
    expect(y + size * 1.25).toBeLessThanOrEqual(top + 67);
  }
  // The mail goes by the last line.
  expect(lines.filter(({ text }) => text.endsWith('92688-1234'))).toHaveLength(1);
});

it('gives a firm without a mailing address no label', () => {
  expect(layLabels(write, [{ ...firm, mailingAddress: null }])).toEqual([]);
});

it('tells firms that are no members where they claim their license, above the address', () => {
  const joining = 'Claim your license: portal.example.org/join';
  const textsOf = (one: OutreachAddress) => layLabels(write, [one], joining).map(({ text }) => text);
  const address = ['Meridian Electric', '1 TEST WAY', 'Oakland, CA 94612'];
  expect(textsOf(firm).slice(-3)).toEqual(address);
  expect(textsOf(firm).slice(0, -3).join(' ')).toBe(joining);
  expect(textsOf({ ...firm, isNamcMember: true })).toEqual(address);
});

it('makes both papers of 500 firms', async () => {
  const many = Array.from({ length: 500 }, (_, at) => ({
    ...(at % 9 === 0 ? long : firm),
    city: `City ${at % 40}`,
  }));
  for (const pdf of [
    await makeLabelsPdf('Bridge', many),
    await makePhoneSheetPdf('Bridge', many, 'May 1, 2026', 'Tell them: apply at portal.example.org/join.'),
  ])
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
});
