import { readFileSync, writeFileSync } from 'node:fs';
import { getTableName } from 'drizzle-orm';
import { readDrizzleTables } from '../../engine/migrations/drizzle-tables.ts';

/** Draws the tables with their keys and references as a Mermaid entity diagram. */
export async function drawDiagram(): Promise<string> {
  const tables = await readDrizzleTables();
  const lines = ['erDiagram'];
  for (const { name, columns, primaryKeys, foreignKeys } of tables) {
    const primary = new Set([
      ...columns.filter((column) => column.primary).map((column) => column.name),
      ...primaryKeys.flatMap((key) => key.columns.map((column) => column.name)),
    ]);
    const foreign = new Set(
      foreignKeys.flatMap((key) => key.reference().columns.map((column) => column.name)),
    );
    lines.push(`  ${name} {`);
    for (const column of columns) {
      const marks = [primary.has(column.name) && 'PK', foreign.has(column.name) && 'FK'].filter(Boolean);
      if (marks.length === 0) continue;
      lines.push(`    ${column.getSQLType().replaceAll(/\W+/g, '_')} ${column.name} ${marks.join(', ')}`);
    }
    lines.push('  }');
  }
  for (const { name, foreignKeys } of tables) {
    for (const key of foreignKeys) {
      const { columns, foreignTable } = key.reference();
      const optional = columns.every((column) => !column.notNull);
      lines.push(
        `  ${getTableName(foreignTable)} ${optional ? '|o' : '||'}--o{ ${name} : "${columns.map((column) => column.name).join(', ')}"`,
      );
    }
  }
  return lines.join('\n');
}

const document = new URL('../../../../../docs/tables.md', import.meta.url);
const block = /(<!-- diagram: portal diagram --write -->\n\n```mermaid\n)[\s\S]*?(\n```)/;

/** The diagram in docs/tables.md. @throws Error if the document has no block for it. */
export function readWrittenDiagram(): string {
  const written = block.exec(readFileSync(document, 'utf8'));
  if (!written) throw new Error('docs/tables.md has no block for the diagram.');
  return written[0].slice(written[1]?.length, -(written[2]?.length ?? 0));
}

export async function writeDiagram(): Promise<void> {
  const diagram = await drawDiagram();
  readWrittenDiagram();
  writeFileSync(
    document,
    readFileSync(document, 'utf8').replace(block, (_all, before, after) => before + diagram + after),
  );
}
