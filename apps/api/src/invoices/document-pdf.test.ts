import { inflateSync } from 'node:zlib';
import type { DocumentSnapshot } from '@namc/db/invoices/tables';
import { expect, it } from 'vitest';
import { makeDocumentPdf } from './document-pdf.ts';

const invoice: DocumentSnapshot = {
  kind: 'INVOICE',
  number: '2027-0001',
  issuedOn: '2027-01-15',
  from: {
    name: 'NAMC NorCal',
    address: '1 Example Plaza\nOakland, CA 94607',
    phone: '+15105550100',
    email: 'office@example.org',
  },
  to: {
    name: 'Nguyễn Thị Hồng Đào',
    company: '陳偉 黃慶國 Construction',
    street: '12 Peña Street',
    city: 'Oakland',
    state: 'CA',
    zipCode: '94607',
  },
  invoice: {
    number: '2027-0001',
    issuedOn: '2027-01-15',
    dueOn: '2027-02-14',
    lines: [{ words: 'Regular membership, 3 years', amountCents: 150_000 }],
    totalCents: 150_000,
    currency: 'USD',
  },
  howToPay: 'Make checks out to “NAMC NorCal”.',
};

/** The letters that the PDF gives back to a person who copies its text: those of its fonts’ tables. */
function lettersOf(pdf: Buffer): string {
  const letters = new Set<string>();
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 7)) {
    const part = pdf.subarray(at + 7, pdf.indexOf('endstream', at));
    let table = '';
    try {
      table = inflateSync(part).toString('latin1');
    } catch {
      continue;
    }
    if (!table.includes('beginbfrange')) continue;
    for (const [, codes = ''] of table.matchAll(/\[([^\]]*)\]/g))
      for (const [, code = ''] of codes.matchAll(/<([0-9a-f]+)>/gi))
        letters.add(Buffer.from(code, 'hex').swap16().toString('utf16le'));
  }
  return [...letters].join('');
}

it('holds each letter of Vietnamese, Chinese and Spanish names, and a font for it', async () => {
  const letters = lettersOf(await makeDocumentPdf(invoice));
  for (const letter of 'NguyễnThịHồngĐào陳偉黃慶國Peña“”$1,500.00') expect(letters, letter).toContain(letter);
});

it('shows a letter that no font has as a question mark, and says so', async () => {
  const to = { ...invoice.to, name: 'ᎠᎡ' };
  const letters = lettersOf(await makeDocumentPdf({ ...invoice, to }));
  expect(letters).toContain('?');
  expect(letters).not.toContain('Ꭰ');
});

const receipt: DocumentSnapshot = {
  ...invoice,
  kind: 'RECEIPT',
  number: 'R2027-0001',
  payment: { way: 'CHECK', reference: '1042', receivedOn: '2027-01-20', amountCents: 150_000 },
  restCents: 0,
  creditCents: 0,
};

it('says of a receipt that it is void, and of no other', async () => {
  expect((await makeDocumentPdf(receipt, '2027-02-01')).toString('latin1')).toContain(
    '(Receipt R2027-0001: void)',
  );
  expect((await makeDocumentPdf(receipt)).toString('latin1')).toContain('(Receipt R2027-0001)');
});

it('says what a credit note gives back', async () => {
  const note: DocumentSnapshot = {
    ...receipt,
    kind: 'CREDIT_NOTE',
    number: 'C2027-0001',
    refund: { way: 'CHECK', reference: '5021', amountCents: 30_003 },
    refundedBeforeCents: 20_000,
  };
  // The rest: $1,500.00 − $200.00 − $300.03.
  for (const letter of '$300.03999.97')
    expect(lettersOf(await makeDocumentPdf(note)), letter).toContain(letter);
});

it('says the same each time', async () => {
  const [first, second] = [await makeDocumentPdf(invoice), await makeDocumentPdf(invoice)];
  expect(first.equals(second)).toBe(true);
});
