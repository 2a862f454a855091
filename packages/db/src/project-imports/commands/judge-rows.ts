import { instantsOf } from '@namc/inputs/clock-time';
import { nameOfColumn } from '@namc/inputs/file-columns';
import { type ProjectColumn, type ProjectRowVerdict, projectColumns } from '@namc/inputs/project-columns';
import type { ListedTerms } from '@namc/inputs/project-imports';
import type { ProjectStatus } from '@namc/inputs/projects';
import { anyOf, computed, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { toCents } from '../../projects/commands.ts';
import { refusals } from '../../projects/refusals.ts';
import { projects } from '../../projects/tables.ts';
import type { Reading } from './read-row.ts';

const judged = computed({
  line: 'number',
  verdict: anyOf(['NEW', 'CHANGED', 'SAME', 'KEPT', 'REJECTED']),
  broken: 'string | null',
  refusal: 'string | null',
  /** The term that the refusal is about, if it is about one. */
  refused: 'string | null',
  firstLine: 'number',
  projectId: 'string | null',
  version: 'number | null',
  changed: 'string[]',
});

/** The outcome that an import would have for a row. */
export interface Judgment {
  verdict: ProjectRowVerdict;
  field: string | null;
  reason: string | null;
  projectId: string | null;
  version: number | null;
  changes: ProjectColumn[];
}

const columnOfTerm = {
  title: 'title',
  description: 'description',
  category: 'category',
  skills: 'skillsRequired',
  agency: 'agency',
  solicitationNumber: 'solicitationNumber',
  street: 'street',
  city: 'city',
  zipCode: 'zipCode',
  budgetMin: 'budgetMinCents',
  budgetMax: 'budgetMaxCents',
  deadline: 'deadlineAt',
  questionsUntil: 'questionsUntil',
  siteWalk: 'siteWalkAt',
  siteWalkPlace: 'siteWalkPlace',
  isSiteWalkMandatory: 'isSiteWalkMandatory',
  isPublicWorks: 'isPublicWorks',
  needsDirRegistration: 'needsDirRegistration',
  goals: 'goals',
  naicsCodes: 'naicsCodes',
  contactName: 'contactName',
  contactEmail: 'contactEmail',
  contactPhone: 'contactPhone',
} as const satisfies Partial<Record<ProjectColumn, keyof typeof projects.$inferInsert>>;
type Term = keyof typeof columnOfTerm;
const terms = Object.keys(columnOfTerm) as Term[];

type Columns = Partial<Pick<typeof projects.$inferInsert, (typeof columnOfTerm)[Term]>>;

/** The columns of a project that a row says something of. Of a time that comes twice in fall the later one counts, as PostgreSQL has it. */
export function columnsOf(facts: ListedTerms, only: readonly ProjectColumn[] = terms): Columns {
  const columnValue = (term: Term) => {
    const said = facts[term];
    if (term === 'budgetMin' || term === 'budgetMax') return toCents(facts[term]);
    if (term === 'goals')
      return Object.fromEntries((facts.goals ?? []).map(({ kind, percent }) => [kind, percent]));
    if (term === 'naicsCodes') return facts.naicsCodes?.split(', ');
    if (term === 'deadline' || term === 'questionsUntil' || term === 'siteWalk')
      return instantsOf(String(said), 'America/Los_Angeles').at(-1);
    return said;
  };
  return Object.fromEntries(
    terms
      .filter((term) => facts[term] !== undefined && only.includes(term))
      .map((term) => [columnOfTerm[term], columnValue(term)]),
  ) as Columns;
}

const termOfColumn = new Map(terms.map((term) => [projects[columnOfTerm[term]].name as string, term]));
const inSql = (columns: Columns) =>
  Object.fromEntries(
    Object.entries(columns).map(([column, value]) => [projects[column as keyof Columns].name, value]),
  );

/** The names of fields, as people read them: “Title, Deadline”. */
const named = (fields: readonly string[]) =>
  fields.map((field) => nameOfColumn(projectColumns, field) ?? field).join(', ');

/** Tells what an import would do with each row. The database decides by the rules that hold for every project. For staff who manage projects. */
export async function judgeProjectRows(
  { sql }: Transaction,
  rows: readonly { line: number; facts: ListedTerms }[],
  { category, beginsAs }: Pick<Reading, 'category'> & { beginsAs: ProjectStatus },
): Promise<Map<number, Judgment>> {
  const wanted = rows.map(({ line, facts }) => ({ line, terms: inSql(columnsOf(facts)) }));
  const otherwise = {
    category,
    status: beginsAs,
    description: '',
    skills_required: [],
    published_at: new Date().toISOString(),
    is_site_walk_mandatory: false,
    is_public_works: false,
    needs_dir_registration: false,
    goals: {},
  };
  const found = await rowsOf(sql, judged)`
    select line, verdict, broken, refusal, refused, first_line as "firstLine", project_id as "projectId", version, changed
    from judge_listed_projects(${JSON.stringify(wanted)}::text::jsonb, ${JSON.stringify(otherwise)}::text::jsonb)`;
  return new Map(
    found.map(({ line, verdict, broken, refusal, refused, firstLine, projectId, version, changed }) => {
      const changes = changed.flatMap((column) => termOfColumn.get(column) ?? []);
      const reason =
        verdict === 'KEPT'
          ? `is published already and stays as it is. The file says something else of ${named(changes)}`
          : verdict !== 'REJECTED'
            ? null
            : firstLine < line
              ? `stands in line ${firstLine} already`
              : (refusal ?? wordsOf(broken ?? ''));
      const isTwice = verdict === 'REJECTED' && firstLine < line;
      const ofRefusal = verdict === 'REJECTED' && termOfColumn.get(refused ?? '');
      const field = reason === null ? null : isTwice ? 'solicitationNumber' : ofRefusal || 'row';
      return [line, { verdict, field, reason, projectId, version, changes }];
    }),
  );
}

function wordsOf(constraint: string): string {
  const words = refusals[constraint];
  if (words === undefined) return 'breaks a rule of the portal that has no words yet';
  return typeof words === 'string' ? words : `${words.field} must ${words.must}`;
}
