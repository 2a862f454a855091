import { verbs } from '../../engine/access-rules.ts';
import { pick } from '../../engine/columns/pick.ts';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { access } from '../../nouns.ts';
import { roles as roleTable } from '../../roles/tables.ts';
import { type Identity, reachOf } from './reach.ts';

const role = pick(roleTable, ['code']);
const held = computed({ permissions: 'string[]' });

/**
 * Every identity that the access model distinguishes. Staff roles and their permissions come from the database.
 */
export async function listIdentities({ sql }: Transaction): Promise<Identity[]> {
  const roles = await rowsOf(sql, role, held)`
    select ${role(sql)}, array_agg(permission_code) as permissions
    from roles join role_permissions on role_code = code
    group by code, standing order by standing, code`;
  return [
    { name: 'visitor', kind: 'visitor' },
    { name: 'applicant', kind: 'account' },
    { name: 'lapsed member', kind: 'account' },
    { name: 'suspended member', kind: 'suspended' },
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
