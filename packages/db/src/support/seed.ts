import type { ticketCategories, ticketStatuses } from '@namc/inputs/support';
import { eq } from 'drizzle-orm';
import type { Actor } from '../engine/actors.ts';
import type { Database } from '../engine/database.ts';
import { memberNamed, personId } from '../members/seed/person.ts';
import { supportReplies, supportTickets } from './tables.ts';

/** `note` is an internal note, which only staff see. */
const tickets: {
  from: string;
  category: (typeof ticketCategories)[number];
  status: (typeof ticketStatuses)[number];
  subject: string;
  body: string;
  replies: ['staff' | 'note' | 'member', string][];
}[] = [
  {
    from: 'Ibarra',
    category: 'PROBLEM',
    status: 'RESOLVED',
    subject: 'My license shows the wrong city',
    body: 'We moved to Modesto last year, and the license page still says Turlock.',
    replies: [
      [
        'staff',
        'The city comes from the license board’s file. Once you tell them, it is here with the next import.',
      ],
      ['member', 'Done. Thank you!'],
    ],
  },
  {
    from: 'Moana',
    category: 'QUESTION',
    status: 'OPEN',
    subject: 'Can my bookkeeper see our payments?',
    body: 'I would like her to download the receipts without using my password.',
    replies: [],
  },
  {
    from: 'Vang',
    category: 'IDEA',
    status: 'IN_PROGRESS',
    subject: 'Bids by trade on one project',
    body: 'It would help to mark which trades a project already has offers for.',
    replies: [
      ['note', 'Third one to ask for this.'],
      ['staff', 'We like it and have put it on the list.'],
    ],
  },
  {
    from: 'Jackson',
    category: 'PROBLEM',
    status: 'IN_PROGRESS',
    subject: 'No mail about the training',
    body: 'I registered for the payroll training and got nothing.',
    replies: [['staff', 'You are on the list. We are looking for the mail.']],
  },
  {
    from: 'Tran',
    category: 'QUESTION',
    status: 'RESOLVED',
    subject: 'Where is my certificate?',
    body: 'I finished the course on bonds.',
    replies: [['staff', 'Under Learning, beside the course. Congratulations!']],
  },
  {
    from: 'Chow',
    category: 'COMPLAINT',
    status: 'OPEN',
    subject: 'A bid on my project came after I had cancelled it',
    body: 'Please check.',
    replies: [],
  },
];

/** Members open the tickets and staff answer them, each as themselves. */
export async function openTickets(db: Database): Promise<void> {
  for (const { from, category, status, subject, body, replies } of tickets) {
    const [ticket] = await db.write(memberNamed(from), ({ orm }) =>
      orm
        .insert(supportTickets)
        .values({ userId: personId(from), category, subject, body })
        .returning({ id: supportTickets.id }),
    );
    const id = ticket?.id ?? '';
    const support: Actor = { kind: 'staff', userId: personId('Hayes') };
    for (const [who, text] of replies) {
      const author = who === 'member' ? from : 'Hayes';
      await db.write(who === 'member' ? memberNamed(from) : support, ({ orm }) =>
        orm.insert(supportReplies).values({
          ticketId: id,
          authorId: personId(author),
          body: text,
          ...(who === 'member' ? {} : { isInternal: who === 'note' }),
        }),
      );
    }
    if (status !== 'OPEN') {
      await db.write(support, ({ orm }) =>
        orm.update(supportTickets).set({ status }).where(eq(supportTickets.id, id)),
      );
    }
  }
}
