import type { Actor } from '../../engine/actors.ts';
import { openBuilder } from '../../engine/builder.ts';
import { connect } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import { Memory } from '../../engine/memory.ts';
import { plainConduct } from '../../engine/transactions/conduct.ts';

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  Plans?: PlanNode[];
}

export interface RunPlans {
  /** Tables with a sequential scan. */
  scanned: string[];
  /** Indexes that were used. */
  indexes: string[];
}

/**
 * Runs a query function as an actor and collects the executed plans, including those inside functions and policies.
 * The server reports them (auto_explain), and only a superuser may turn that on.
 */
export async function collectPlans(
  superuserUrl: string,
  actor: Actor,
  run: (tx: Transaction) => Promise<unknown>,
): Promise<RunPlans> {
  const reports: string[] = [];
  const client = connect(superuserUrl, {
    max: 1,
    applicationName: 'test plans',
    preparedStatements: false,
    onNotice: (message) => reports.push(message),
  });
  try {
    await client.unsafe(`
      load 'auto_explain';
      set auto_explain.log_min_duration = 0;
      set auto_explain.log_nested_statements = on;
      set auto_explain.log_format = json;
      set client_min_messages = log;
      set jit = off`);
    await client.begin(async (sql) => {
      const role = {
        staff: 'admin_role',
        system: 'system_role',
        member: 'application_role',
        visitor: 'application_role',
      }[actor.kind];
      await sql`
        select set_config('app.current_user_id', ${'userId' in actor ? actor.userId : ''}, true),
               set_config('app.actor', ${actor.kind === 'system' ? `system:${actor.name}` : actor.kind}, true),
               set_config('role', ${role}, true)`;
      reports.length = 0;
      await run({ actor, sql, orm: openBuilder(sql), memory: new Memory(), ...plainConduct(sql) });
    });
  } finally {
    await client.end();
  }
  const nodes = reports.flatMap((report) => {
    const json = /plan:\s*(\{[\s\S]*\})\s*$/.exec(report)?.[1];
    return json ? walk((JSON.parse(json) as { Plan: PlanNode }).Plan) : [];
  });
  if (nodes.length === 0) throw new Error('The server reported no plan.');
  return {
    scanned: [
      ...new Set(
        nodes.flatMap((node) =>
          node['Node Type'] === 'Seq Scan' && node['Relation Name'] ? [node['Relation Name']] : [],
        ),
      ),
    ],
    indexes: [...new Set(nodes.flatMap((node) => node['Index Name'] ?? []))],
  };
}

const walk = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(walk)];
