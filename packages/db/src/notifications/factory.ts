import type { Database } from '../engine/database.ts';
import { system } from '../tools/testing/sample.ts';

/** Adds a notification for a person, and returns its id. */
export async function addNotification(
  db: Database,
  userId: string,
  sample: { title?: string; path?: string } = {},
): Promise<string> {
  const [made] = await db.write(
    system,
    ({ sql }) => sql<{ id: string }[]>`
      select notify_account(${userId}, 'sample', ${sample.title ?? 'Sample notification'}, ${sample.path ?? '/home'}) as id`,
  );
  // Ids are in order from one millisecond to the next.
  await new Promise((resolve) => setTimeout(resolve, 2));
  return made?.id ?? '';
}
