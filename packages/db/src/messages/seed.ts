import type { Database } from '../engine/database.ts';
import { memberNamed, personId } from '../members/seed/person.ts';
import { messages } from './tables.ts';

/** Conversations: the two people (last names) and their messages in turn. */
const conversations: [from: string, to: string, lines: string[]][] = [
  [
    'Bell',
    'Vang',
    [
      'Peter, can you price the steel for the school gym without the roof ties?',
      'Yes. Do you want galvanized at the parapet?',
      'Painted is what the drawings say.',
      'Then 412. I can hold it for 60 days.',
      'Good. I will carry you.',
    ],
  ],
  [
    'Reyes',
    'Menon',
    [
      'Do you have a journeyman to lend for two weeks in March?',
      'One from the 9th on. Union rate plus truck.',
      'Deal. I will send the paperwork.',
    ],
  ],
  [
    'Tran',
    'Jackson',
    [
      'What would you charge for 300 yards of export from San Jose?',
      'Where does it go?',
      'Clean fill, the quarry takes it.',
      'Then 18 a yard with six trucks.',
      'Can you start Thursday?',
      'Seven in the morning.',
    ],
  ],
  [
    'Okafor',
    'Petrossian',
    [
      'The clinic asks whether we can work on Saturdays.',
      'We can, with a supervisor of theirs on site.',
      'I will ask for that in writing.',
    ],
  ],
  [
    'Sandhu',
    'Warren',
    [
      'Could you look at my bid form before I send it?',
      'Send it over. When is it due?',
      'Friday at two.',
      'You forgot the second addendum. Otherwise fine.',
      'Thank you! You saved me.',
    ],
  ],
  [
    'Haddad',
    'Salinas',
    [
      'Are you on the water main in Stockton?',
      'Paving only. You?',
      'Prime, perhaps. Let us talk before the site walk.',
      'Coffee at six, the place by the yard.',
    ],
  ],
  [
    'Cruz',
    'Moana',
    ['Is the lobby floor dry enough to mask?', 'Give it until Wednesday.', 'Wednesday it is.'],
  ],
  [
    'Adeyemi',
    'Sato',
    [
      'The retrofit details are stamped.',
      'Wonderful. Any change to the anchors?',
      'Longer by two inches at grid C.',
    ],
  ],
  [
    'Dubois',
    'Villalobos',
    [
      'Your statements look good. We can go to 750,000 for a single job.',
      'And the aggregate?',
      'A million and a half.',
      'That gets us the middle school.',
    ],
  ],
  [
    'Grant',
    'Reyes',
    [
      'Who does the data cabling at the charter school?',
      'Nobody yet. Want to go in with me?',
      'Yes. 42 for the lot.',
      'I will put it in as an alternate.',
    ],
  ],
  [
    'Nakamura',
    'Salinas',
    ['Can your grader leave the swales two inches low?', 'If you mark them.', 'Pink flags on Monday.'],
  ],
  [
    'Coleman',
    'Jackson',
    [
      'Six trucks for the motel still right?',
      'Six. The seventh is in the shop.',
      'Then we start with the east wing.',
    ],
  ],
];

/** Sends the lines of each conversation, each as its writer: nobody else may write messages. */
export async function sendConversations(db: Database): Promise<void> {
  for (const [from, to, lines] of conversations) {
    for (const [at, body] of lines.entries()) {
      const [sender, receiver] = at % 2 === 0 ? [from, to] : [to, from];
      await db.write(memberNamed(sender), ({ orm }) =>
        orm.insert(messages).values({
          senderId: personId(sender),
          receiverId: personId(receiver),
          body,
        }),
      );
    }
  }
}
