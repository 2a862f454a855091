import type { WriteTransaction } from '../engine/database.ts';
import { stableUuid } from '../engine/stable-uuid.ts';
import { personId } from '../members/seed/person.ts';
import { courseEnrollments, courseModules, courses, moduleCompletions } from './tables.ts';

interface DemoCourse {
  slug: string;
  title: string;
  summary: string;
  modules: [title: string, minutes: number, content: string][];
  /** Last names and how many modules each has finished. */
  students: [string, number][];
}

const demoCourses: DemoCourse[] = [
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
        'A worker is paid for the work done that hour, not for a title. Split the day when the work changes and write it down the same day.',
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

/** Adds the courses, and how far each student is. */
export async function addCourses({ orm }: WriteTransaction): Promise<void> {
  for (const { slug, title, summary, modules, students } of demoCourses) {
    const courseId = stableUuid('demo course', slug);
    const moduleId = (at: number) => stableUuid('demo module', slug, String(at));
    await orm
      .insert(courses)
      .values({ id: courseId, slug, title, summary, status: 'PUBLISHED', createdBy: personId('Petrossian') });
    await orm.insert(courseModules).values(
      modules.map(([name, minutes, content], at) => ({
        id: moduleId(at),
        courseId,
        position: at + 1,
        title: name,
        kind: 'READING' as const,
        content,
        minutes,
      })),
    );
    for (const [student, finished] of students) {
      const enrollmentId = stableUuid('demo enrollment', slug, student);
      await orm.insert(courseEnrollments).values({ id: enrollmentId, courseId, userId: personId(student) });
      await orm
        .insert(moduleCompletions)
        .values(
          Array.from({ length: finished }, (_, at) => ({ enrollmentId, moduleId: moduleId(at), courseId })),
        );
    }
  }
}
