import { verbs } from '../../engine/access-rules.ts';
import type { Transaction } from '../../engine/database.ts';
import { access } from '../../nouns.ts';
import { type Identity, reachOf } from './reach.ts';

/**
 * Every identity that the access model distinguishes. Staff roles and their permissions come from the database.
 */
export async function listIdentities({ sql }: Transaction): Promise<Identity[]> {
  const roles = await sql<{ code: string; permissions: string[] }[]>`
    select code, array_agg(permission_code) as permissions
    from roles join role_permissions on role_code = code
    group by code, standing order by standing, code`;
  return [
    { name: 'visitor', kind: 'visitor' },
    { name: 'applicant', kind: 'account' },
    { name: 'lapsed member', kind: 'account' },
    { name: 'member', kind: 'member' },
    ...roles.map(({ code, permissions }) => ({
      name: code,
      kind: 'staff' as const,
      permissions: new Set(permissions),
    })),
    { name: 'system', kind: 'system' },
  ];
}

/**
 * The access model as text: one line for each table, one column for each identity. Lowercase letters (s, i, u, d)
 * are verbs on one's own rows, capitals on everyone's.
 */
export function formatMatrix(identities: Identity[]): string {
  const letters = (table: string, identity: Identity) =>
    verbs
      .map((verb) => {
        const reach = reachOf(table, verb, identity);
        const letter = verb.charAt(0);
        return reach === 'none' ? '·' : reach === 'all' ? letter.toUpperCase() : letter;
      })
      .join('');
  const tables = Object.keys(access);
  const first = Math.max(...tables.map((table) => table.length));
  const widths = identities.map(({ name }) => Math.max(name.length, verbs.length));
  const line = (name: string, cells: string[]) =>
    [name.padEnd(first), ...cells.map((cell, column) => cell.padEnd(widths[column] ?? 0))]
      .join('  ')
      .trimEnd();
  return [
    's select, i insert, u update, d delete; small: own rows, capital: all rows',
    '',
    line(
      '',
      identities.map(({ name }) => name),
    ),
    ...tables.map((table) =>
      line(
        table,
        identities.map((identity) => letters(table, identity)),
      ),
    ),
  ].join('\n');
}
