import { counted, definePortalCheck, mostEvidence } from '../check.ts';

export const directory = definePortalCheck({
  name: 'directory',
  area: 'work',
  question: 'Do the search rows of the directory say what the companies say?',
  unit: 'firms',
  place: 'portal',
  explanation:
    'The directory searches one stored row for each firm, which triggers write when a company, its people, their terms or a license change. A statement that bypasses triggers, as a restore in parts does, leaves rows that are missing or old: members then find firms that are gone, or miss firms that are there. The words of the search are not compared. The statement below writes every row anew, five hundred at a time.',
  fix: {
    sql: `do $$ declare last text; begin loop last := fill_directory_firms(last); exit when last is null; end loop; end $$`,
    lock: 'An advisory lock, which other changes of firms wait for: about 0.3 ms for each firm.',
  },
  statement: ({ sql }) => sql<{ companyId: string; difference: string; firms: number }[]>`
    select company_id as "companyId", difference, firms::int from directory_differences(${mostEvidence})`,
  judge: ([answer]) => {
    const rows = answer?.rows ?? [];
    const value = rows[0]?.firms ?? 0;
    const evidence = rows.map(({ companyId, difference }) => ({ firm: companyId, difference }));
    if (value === 0) return { state: 'ok', value, says: 'The directory says what the companies say.' };
    const says = `The directory is wrong about ${counted(value, 'firm')}.`;
    return { state: 'warn', value, says, evidence };
  },
});
