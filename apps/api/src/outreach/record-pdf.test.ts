import type { OutreachSnapshot } from '@namc/db/outreach/tables';
import { expect, it } from 'vitest';
import { linesOfRecord, makeRecordPdf } from './record-pdf.ts';

const contact: OutreachSnapshot['firms'][number]['contacts'][number] = {
  channel: 'PHONE',
  contactedAt: '2026-05-04T17:30:00.000Z',
  author: 'Ana Reyes',
  answer: 'QUOTED',
  said: 'Spoke with the office.\nThey send the plans back.',
  rejection: 'Over the budget.',
  followUpOn: '2026-05-08',
  isCorrected: false,
};
const firm: OutreachSnapshot['firms'][number] = {
  licenseNumber: '700001',
  name: 'Meridian Electric',
  doingBusinessAs: [],
  city: 'Oakland',
  classifications: ['C-10'],
  isNamcMember: false,
  distance: { miles: 3 },
  standing: { short: 'Good standing', note: null },
  certifications: [{ name: 'DBE', issuer: 'CUCP', number: '1', expiresOn: '2027-01-31', isVerified: true }],
  contacts: [contact],
};
const record: OutreachSnapshot = {
  madeOn: '2026-05-09',
  openingDay: '2026-06-01',
  fileDate: '2026-05-01',
  project: {
    title: 'Lighthouse wiring',
    firm: 'Acme',
    agency: null,
    city: 'Oakland',
    state: 'CA',
    deadlineAt: '2026-06-01T22:00:00.000Z',
    timeZone: 'America/Los_Angeles',
    skills: ['C-10'],
    naicsCodes: ['238210'],
  },
  searches: [
    { trades: ['C-10'], miles: 20, standing: 'good', member: false },
    { q: 'lighting', trades: [] },
  ],
  firms: [firm, { ...firm, licenseNumber: '700002', name: null, standing: null, contacts: [] }],
};

it('says the work, the searches, the date of the license data, and of each firm the standing, certifications and contacts', () => {
  const text = linesOfRecord(record)
    .map((one) => one.text)
    .join('\n');
  for (const said of [
    'C-10 Electrical',
    'NAICS: 238210',
    'Classes C-10; within 20 miles of the project; in good standing; not NAMC members',
    'The words “lighting”; All classes; anywhere in the state; any standing; NAMC members and others',
    'Date of the license data: May 1, 2026',
    'those of June 1, 2026',
    'License 700001, C-10, Oakland, about 3 mi',
    'Standing: Good standing',
    'Certification: DBE, CUCP, no. 1, good through January 31, 2027, checked by NAMC',
    'Phone, May 4, 2026 at 10:30:00 AM PDT, by Ana Reyes: Sent a quote',
    'Reason for rejecting the quote: Over the budget.',
    'Follow-up planned for May 8, 2026',
    'Not contacted',
  ])
    expect(text).toContain(said);
});

it('counts no invitation that came back, and says that it did', () => {
  const returned = {
    ...contact,
    channel: 'EMAIL' as const,
    answer: 'NO_ANSWER' as const,
    returnedWhy: '550 No such user',
  };
  const text = linesOfRecord({ ...record, firms: [{ ...firm, contacts: [returned] }] })
    .map((one) => one.text)
    .join('\n');
  expect(text).toContain('1 listed, 0 contacted, 0 contacts, 0 with a quote.');
  expect(text).toContain('by Ana Reyes: The mail came back, so it reached nobody');
  expect(text).toContain('The mail server said: 550 No such user');
  // A record that was made before the portal learned of such mails reads as it did.
  expect(linesOfRecord(record)[0]?.text).toBe('Record of the outreach to subcontractors');
});

it('is the same when it is printed again later, but for the date of the print', async () => {
  const stored = JSON.parse(JSON.stringify(record)) as OutreachSnapshot;
  const [first, again, later] = [
    await makeRecordPdf(record, 'May 9, 2026'),
    await makeRecordPdf(stored, 'May 9, 2026'),
    await makeRecordPdf(stored, 'March 3, 2031'),
  ];
  expect(again.equals(first)).toBe(true);
  expect(later.equals(first)).toBe(false);
  expect(linesOfRecord(stored)).toEqual(linesOfRecord(record));
});

it('holds 500 firms on as many pages as they need', async () => {
  const firms = Array.from({ length: 500 }, () => firm);
  const pdf = await makeRecordPdf({ ...record, firms }, 'May 9, 2026');
  expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(50);
});
