import { expect, it } from 'vitest';
import { readBounce } from './mail.ts';

/** A notification as Postfix writes it, with or without the returned mail itself. */
const bounce = (action = 'failed', returned = 'text/rfc822-headers') =>
  [
    'Return-Path: <>',
    'From: MAILER-DAEMON@mx.example.org (Mail Delivery System)',
    'To: office@example.org',
    'Subject: Undelivered Mail Returned to Sender',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
    '',
    '--b1',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'I’m sorry to have to inform you that your message could not be delivered.',
    '',
    '--b1',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.org',
    '',
    'Final-Recipient: rfc822; nobody@example.org',
    `Action: ${action}`,
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 <nobody@example.org>: Recipient address rejected:',
    '    User unknown',
    '',
    '--b1',
    `Content-Type: ${returned}`,
    '',
    'From: portal@example.org',
    'To: nobody@example.org',
    'Message-ID: <0190a0b0-0000-7000-8000-000000000001@portal.example.org>',
    'Subject: Invitation to bid: Library wiring',
    '',
    ...(returned === 'message/rfc822' ? ['You are invited.', ''] : []),
    '--b1--',
    '',
  ].join('\r\n');

it.each(['text/rfc822-headers', 'message/rfc822'])(
  'finds the mail that came back, and why, in a bounce with %s',
  async (returned) => {
    expect(await readBounce(bounce('failed', returned))).toEqual({
      isFinal: true,
      messageId: '0190a0b0-0000-7000-8000-000000000001@portal.example.org',
      why: '550 5.1.1 <nobody@example.org>: Recipient address rejected: User unknown',
    });
  },
);

it('tells a mail that is late from one that came back', async () => {
  expect(await readBounce(bounce('delayed'))).toMatchObject({ isFinal: false });
});

it('takes no other mail for a bounce', async () => {
  expect(
    await readBounce('From: a@example.org\r\nSubject: Re: Invitation\r\n\r\nNo, thanks.'),
  ).toBeUndefined();
});
