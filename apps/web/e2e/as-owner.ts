import { connect } from '@namc/db/testing/direct-client';

/** Changes rows of the specs' database as the owner of its tables, for what no page can bring about. */
export async function asOwner(run: (owner: ReturnType<typeof connect>) => Promise<unknown>): Promise<void> {
  const owner = connect(process.env.PORTAL_OWNER_URL ?? '', { max: 1, applicationName: 'portal e2e' });
  try {
    await run(owner);
  } finally {
    await owner.end();
  }
}
