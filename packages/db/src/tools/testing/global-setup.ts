import type { TestProject } from 'vitest/node';
import { startCluster } from './cluster.ts';
import { buildTemplate } from './template.ts';
import { removeKeptServers } from './temporary-servers.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /**
     * `directory` holds the server's log. `binaries` is the folder of psql and the like, ending with a slash.
     */
    portalCluster: {
      port: number;
      template: string;
      superuserUrl: string;
      directory: string;
      binaries: string;
    };
  }
}

/** One private server and one migrated template for the whole run; each test file clones the template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeKeptServers();
  const cluster = await startCluster();
  const template = await buildTemplate(cluster).catch(async (error) => {
    await cluster.stop();
    throw error;
  });
  project.provide('portalCluster', {
    port: cluster.port,
    template,
    superuserUrl: cluster.superuserUrl('postgres'),
    directory: cluster.directory,
    binaries: cluster.binaries,
  });
  return async () => {
    const failed = project.vitest.state.getCountOfFailedTests() > 0;
    if (failed && !process.env.CI) {
      cluster.keep();
      console.log(`The databases of the failed files stay open on port ${cluster.port} until the next run.`);
    } else {
      await cluster.stop();
    }
  };
}
