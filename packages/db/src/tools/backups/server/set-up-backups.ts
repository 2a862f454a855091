import { Refused } from '../../../engine/errors.ts';
import { withAgentServers } from './agent-servers.ts';
import type { ServerPlace } from './backup-folder.ts';
import {
  type BackupPlan,
  type Repository,
  writeArchiveSettings,
  writeConfiguration,
} from './configuration.ts';
import { runPgBackRest, type Watched } from './run-pgbackrest.ts';

/**
 * Sets up the repositories of the server beside this process: the configuration, the stanza in each repository, and the settings with
 * which PostgreSQL hands its log over after its next start. Once it does, the way of the log is checked. It may run again. Beside a replica it
 * gets everything ready for a promotion.
 * Returns the repositories, and whether the server already hands its log over.
 */
export async function setUpBackups(
  { folder, urls }: ServerPlace,
  plan: Omit<BackupPlan, 'url'>,
  { signal, onProgress }: Watched,
): Promise<{ repositories: Repository[]; isArchiving: boolean }> {
  return withAgentServers(urls, async (servers) => {
    const [setting] = await servers.own<{ mode: string; command: string; data: string }[]>`
      select current_setting('archive_mode') as mode, current_setting('archive_command') as command,
             current_setting('data_directory') as data`;
    const { mode, command, data } = setting ?? { mode: 'off', command: '', data: '' };
    if (mode !== 'off' && !command.includes(folder.configuration)) {
      throw new Refused(
        `The server hands its log to something else: archive_command is “${command}”. Turn that off first, so that no part of the log is lost.`,
      );
    }
    if (data !== plan.data) onProgress(`Note: the server itself calls its folder ${data}.`);
    onProgress('Writing the configuration');
    const repositories = await writeConfiguration(folder, { ...plan, url: urls[0] ?? '' });
    if (servers.isPrimary) {
      onProgress('Making the repositories ready');
      await runPgBackRest(folder, ['stanza-create'], { signal });
    }
    await writeArchiveSettings(folder, plan.data);
    const isArchiving = mode !== 'off';
    // A replica hands nothing over before it is promoted.
    if (isArchiving && servers.isPrimary) {
      onProgress('Checking the way of the log to the repositories');
      await runPgBackRest(folder, ['check'], { signal });
    }
    return { repositories, isArchiving };
  });
}
