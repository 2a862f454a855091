import type { Reach, Verb } from '../../engine/access-rules.ts';
import { access } from '../../nouns.ts';

/** The acting identity: a stage of membership, a staff role by its code, or the portal itself. */
export interface Identity {
  name: string;
  kind: 'visitor' | 'account' | 'member' | 'suspended' | 'staff' | 'system';
  /** For staff roles only. */
  permissions?: ReadonlySet<string>;
}

/** The rows that an identity reaches with a verb in a table, by the access model. */
export function reachOf(table: string, verb: Verb, { kind, permissions }: Identity): Reach | 'none' {
  const rule = access[table]?.[verb];
  if (!rule) return 'none';
  if (kind === 'system') return rule.staff ? 'all' : 'none';
  if (kind === 'staff') {
    if (rule.staff === 'any' || permissions?.has(rule.staff ?? '')) return 'all';
    return rule.staffOwn === true || permissions?.has(rule.staffOwn ?? '') ? 'own' : 'none';
  }
  if (kind === 'suspended' && verb !== 'select' && !rule.suspended) return 'none';
  const reaches = [
    rule.anyone,
    kind === 'visitor' ? undefined : rule.account,
    kind === 'member' ? rule.member : undefined,
  ];
  return reaches.includes('all') ? 'all' : reaches.includes('own') ? 'own' : 'none';
}
