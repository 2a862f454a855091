/** Events, courses and news. Days count from now; `guests` are last names, in the order of registration. */
export interface DemoEvent {
  title: string;
  type: 'WORKSHOP' | 'NETWORKING' | 'MEETING' | 'TRAINING' | 'CONFERENCE';
  days: number;
  hours: number;
  venue: string;
  city: string;
  capacity: number | null;
  isOpen?: boolean;
  description: string;
  guests: string[];
}

export const events: DemoEvent[] = [
  {
    title: 'Bonding clinic: from your first bond to a million',
    type: 'WORKSHOP',
    days: 8,
    hours: 3,
    venue: 'Example Hall, room 2',
    city: 'Oakland',
    capacity: 8,
    isOpen: true,
    description:
      'A surety agent goes through the papers of three volunteers and says what she would change. Bring your last two years of financial statements.',
    guests: [
      'Reyes',
      'Tran',
      'Villalobos',
      'Salinas',
      'Sandhu',
      'Vang',
      'Ibarra',
      'Quintero',
      'Grant',
      'Fuentes',
    ],
  },
  {
    title: 'Meet the primes: school and transit work in 2027',
    type: 'NETWORKING',
    days: 15,
    hours: 2,
    venue: 'Union Hall Example',
    city: 'San Francisco',
    capacity: 60,
    isOpen: true,
    description:
      'Five general contractors show what they will bid next year and which trades they look for. Ten minutes with each.',
    guests: ['Chow', 'Reyes', 'Coleman', 'Cruz', 'Stavros', 'Moana', 'Menon'],
  },
  {
    title: 'Certified payroll without tears',
    type: 'TRAINING',
    days: 22,
    hours: 4,
    venue: 'Online',
    city: 'Sacramento',
    capacity: null,
    isOpen: true,
    description:
      'Prevailing wage determinations, fringe benefits and the electronic reports, with exercises.',
    guests: ['Bell', 'Hayes', 'Franklin', 'Nakamura', 'Jackson'],
  },
  {
    title: 'Board meeting, open to members',
    type: 'MEETING',
    days: 29,
    hours: 2,
    venue: 'Example Hall, room 1',
    city: 'Oakland',
    capacity: 40,
    isOpen: true,
    description: 'Budget for next year and the outreach plan for the Valley.',
    guests: ['Bell', 'Okafor', 'Warren'],
  },
  {
    title: 'Northern California contractors’ conference',
    type: 'CONFERENCE',
    days: 90,
    hours: 8,
    venue: 'Example Convention Center',
    city: 'Sacramento',
    capacity: 300,
    isOpen: true,
    description: 'A day of bids, bonds and building, with agencies’ tables in the afternoon.',
    guests: ['Sato', 'Adeyemi', 'Haddad'],
  },
  {
    title: 'Site walk: water main in Stockton',
    type: 'MEETING',
    days: 5,
    hours: 1,
    venue: 'Corner of Example and Main',
    city: 'Stockton',
    capacity: 20,
    description: 'Boots and vests, please.',
    guests: [],
  },
  {
    title: 'Estimating with digital takeoff',
    type: 'TRAINING',
    days: -20,
    hours: 4,
    venue: 'Example Hall, room 2',
    city: 'Oakland',
    capacity: 15,
    description: 'From a set of drawings to a number one can stand behind.',
    guests: ['Reyes', 'Ibarra', 'Moana', 'Cruz', 'Sandhu'],
  },
  {
    title: 'Summer mixer on the waterfront',
    type: 'NETWORKING',
    days: -110,
    hours: 3,
    venue: 'Pier Example',
    city: 'San Francisco',
    capacity: 80,
    description: 'Food trucks of members’ families.',
    guests: ['Bell', 'Reyes', 'Tran', 'Menon', 'Chow', 'Coleman', 'Okafor'],
  },
  {
    title: 'Safety day: heat and trenches',
    type: 'WORKSHOP',
    days: -65,
    hours: 5,
    venue: 'Salinas Paving yard',
    city: 'Fresno',
    capacity: 25,
    description: 'A real trench, a real shield, a real rescue.',
    guests: ['Salinas', 'Haddad', 'Ortega', 'Quintero', 'Vang'],
  },
  {
    title: 'Annual meeting',
    type: 'MEETING',
    days: -200,
    hours: 3,
    venue: 'Example Hall',
    city: 'Oakland',
    capacity: 100,
    description: 'Reports, elections and a long lunch.',
    guests: ['Bell', 'Okafor', 'Warren', 'Nakamura', 'Hayes', 'Baptiste', 'Petrossian'],
  },
];

export interface DemoCourse {
  slug: string;
  title: string;
  summary: string;
  modules: [title: string, minutes: number, content: string][];
  /** Last names, each with the number of completed modules. */
  students: [string, number][];
}

export const courses: DemoCourse[] = [
  {
    slug: 'reading-a-bid-bond',
    title: 'Reading a bid bond',
    summary: 'What a bond promises, to whom, and what it costs you when it is called.',
    modules: [
      [
        'The three parties',
        10,
        'A bond is a promise among three: you, the owner and the surety. Unlike insurance, the surety expects you to pay it back. Read the indemnity agreement before anything else.',
      ],
      [
        'Bid, performance, payment',
        15,
        'A bid bond says that you will sign at your price. A performance bond says that the work will be finished, a payment bond that suppliers and workers are paid. Public work usually asks for all three.',
      ],
      [
        'What the surety looks at',
        20,
        'Working capital, work on hand and character. Most small sureties allow ten times your working capital. Have your statements made by somebody who knows construction.',
      ],
    ],
    students: [
      ['Reyes', 3],
      ['Tran', 3],
      ['Sandhu', 1],
    ],
  },
  {
    slug: 'certified-payroll',
    title: 'Certified payroll',
    summary: 'Prevailing wages from the determination to the upload.',
    modules: [
      [
        'Finding the determination',
        12,
        'The rate that counts is the one in force on the day of the bid advertisement. Look for the double asterisk: it says that a higher rate is already known for later.',
      ],
      [
        'Classifying the work',
        15,
        'A worker is paid for what he does that hour, not for his title. Split the day when the work changes and write it down the same day.',
      ],
      [
        'Fringe benefits',
        15,
        'Benefits may be paid to a plan or in cash. Training contributions go to an approved program. Keep the proof with the week it belongs to.',
      ],
      [
        'Reporting',
        20,
        'Reports go up at least monthly. A week without work still needs its line. Correct an error with an amended report rather than in the next one.',
      ],
    ],
    students: [
      ['Bell', 4],
      ['Hayes', 2],
      ['Jackson', 1],
    ],
  },
  {
    slug: 'estimating-basics',
    title: 'Estimating, from drawing to number',
    summary: 'Quantities, production rates and the parts people forget.',
    modules: [
      [
        'Taking off',
        20,
        'Count once, mark what you counted, and write the sheet number beside it. Quantities without a source cannot be checked.',
      ],
      [
        'Pricing labor',
        20,
        'Use your own production rates from finished jobs before any book. Add the hours nobody sees: layout, cleanup, inspection.',
      ],
      [
        'Overhead and profit',
        15,
        'Overhead is what you pay in a month without work. Divide it by the work that you expect and it becomes a percentage.',
      ],
    ],
    students: [
      ['Ibarra', 2],
      ['Moana', 1],
    ],
  },
  {
    slug: 'trench-safety',
    title: 'Trench safety for small crews',
    summary: 'Soils, shields and the four-foot rule.',
    modules: [
      ['Soil types', 10, 'Assume type C until a competent person has tested it. Rain changes the answer.'],
      [
        'Protective systems',
        15,
        'Slope, shore or shield. From five feet on it is not a choice, and a ladder every 25 feet from four feet on.',
      ],
      [
        'Daily inspection',
        10,
        'Before the shift, after rain, after vibration. It takes ten minutes and a form.',
      ],
    ],
    students: [
      ['Haddad', 3],
      ['Salinas', 2],
    ],
  },
  {
    slug: 'working-with-primes',
    title: 'Working with prime contractors',
    summary: 'From the first call to the retention check.',
    modules: [
      [
        'Being found',
        10,
        'Keep your classifications, your capacity and one good photo per trade up to date. Primes search on a Friday afternoon and call on Monday.',
      ],
      [
        'Reading the subcontract',
        20,
        'Look for pay-when-paid, indemnity and the schedule you are bound to. What you cannot live with, strike out before signing.',
      ],
      [
        'Getting paid',
        15,
        'Send the preliminary notice within twenty days of starting. Bill what is done, with photos, on the day the contract says.',
      ],
    ],
    students: [['Chow', 1]],
  },
  {
    slug: 'clean-energy-retrofits',
    title: 'Clean energy retrofits',
    summary: 'Heat pumps, panels and rebates in occupied buildings.',
    modules: [
      [
        'The audit',
        15,
        'Meters, bills and a walk through the building at night. Savings that nobody measured before cannot be shown after.',
      ],
      [
        'Electrification',
        20,
        'A heat pump often needs a larger panel. Check the service before you promise a price.',
      ],
      [
        'Rebates',
        10,
        'Most programs want the application before the work starts. Photos of the old nameplates save weeks.',
      ],
    ],
    students: [
      ['Menon', 2],
      ['Fuentes', 1],
    ],
  },
];

/** Audience, days since publication (negative: in the future), title and text. */
export const announcements: ['EVERYONE' | 'MEMBERS' | 'STAFF', number, string, string][] = [
  [
    'EVERYONE',
    3,
    'Scholarships for apprentices: apply by the end of the month',
    'Six apprentices of members’ firms can get help with tools and tuition. The form takes ten minutes.',
  ],
  [
    'MEMBERS',
    6,
    'New: search the license board’s file on a map',
    'Find licensed firms near a job by trade and standing, and see who is a member.',
  ],
  [
    'MEMBERS',
    12,
    'Notes of the October board meeting',
    'The board set aside funds for outreach in Fresno and Stockton and thanks everybody who came.',
  ],
  [
    'EVERYONE',
    20,
    'A prime contractor looks for electrical and drywall firms',
    'Three school projects in the East Bay start next summer. See the opportunities and come to the networking evening.',
  ],
  [
    'STAFF',
    1,
    'Applications waiting',
    'Three applications for membership wait for a look at their licenses.',
  ],
];
