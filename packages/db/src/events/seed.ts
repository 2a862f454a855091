import type { eventTypes } from '@namc/inputs/events';
import { eq, sql } from 'drizzle-orm';
import type { WriteTransaction } from '../engine/database.ts';
import { stableUuid } from '../engine/stable-uuid.ts';
import { personId } from '../members/seed/person.ts';
import { eventRegistrations, events } from './tables.ts';

const day = 86_400_000;

/** Days count from now. `guests` are last names, in the order of registration. */
interface DemoEvent {
  title: string;
  type: (typeof eventTypes)[number];
  days: number;
  hours: number;
  venue: string;
  city: string;
  capacity: number | null;
  isOpen?: boolean;
  description: string;
  guests: string[];
}

const demoEvents: DemoEvent[] = [
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

/** Adds the events and their registrations. */
export async function addEvents({ orm }: WriteTransaction, now: Date): Promise<void> {
  for (const event of demoEvents) {
    const id = stableUuid('demo event', event.title);
    const isPast = event.days < 0;
    const startAt = (days: number) =>
      new Date(Math.floor((now.getTime() + days * day) / 3_600_000) * 3_600_000);
    const times = (days: number) =>
      [startAt(days), new Date(startAt(days).getTime() + event.hours * 3_600_000)] as const;
    // Registration closes when an event begins, so a past event is created in the future, attended, and then
    // backdated.
    const [start, end] = times(isPast ? 1 : event.days);
    const { title, description, type, venue, city, capacity } = event;
    await orm.insert(events).values({
      id,
      createdBy: personId('Nakamura'),
      title,
      description,
      type,
      status: isPast || event.isOpen ? 'REGISTRATION_OPEN' : 'PUBLISHED',
      startAt: start,
      endAt: end,
      venue,
      city,
      capacity,
    });
    for (const guest of event.guests) {
      await orm.insert(eventRegistrations).values({
        id: stableUuid('demo registration', title, guest),
        eventId: id,
        userId: personId(guest),
      });
    }
    if (!isPast) continue;
    const [absent] = event.guests.slice(-1);
    await orm
      .update(eventRegistrations)
      .set({ status: sql`case when user_id = ${personId(absent ?? '')} then 'NO_SHOW' else 'ATTENDED' end` })
      .where(eq(eventRegistrations.eventId, id));
    const [began, ended] = times(event.days);
    await orm
      .update(events)
      .set({ status: 'COMPLETED', startAt: began, endAt: ended })
      .where(eq(events.id, id));
  }
}
