import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refused } from '../errors.ts';

/**
 * The engine that made the data. A folder made by one version, or with another set of extensions, is not opened
 * by another: change this when a dependency of the engine changes, together with a way to carry the data over.
 */
export const embeddedVersion = 'pglite 0.5.8, postgis 0.2.8, extensions 2';

/** Versions whose folders this one opens as they are: it lacks nothing that they have. */
const openable = [embeddedVersion, 'pglite 0.5.8, postgis 0.2.8, extensions 1'];

/**
 * Where the engine keeps its files.
 * @throws Refused when another version made them.
 */
export function claimFolder(directory: string): { data: string; isNew: boolean } {
  mkdirSync(directory, { recursive: true });
  const data = join(directory, 'postgres');
  const versionFile = join(directory, 'version');
  if (existsSync(versionFile)) {
    const found = readFileSync(versionFile, 'utf8').trim();
    if (!openable.includes(found)) {
      throw new Refused(
        `The data in ${directory} was made by another version of the embedded database (${found}; this is ${embeddedVersion}). Start the version that made it, or move the folder away to begin anew.`,
      );
    }
    return { data, isNew: false };
  }
  if (existsSync(data)) {
    throw new Refused(
      `The data in ${directory} does not say which version made it. Move the folder away to begin anew.`,
    );
  }
  return { data, isNew: true };
}

/** Written once the engine has opened its files for the first time; before that there is nothing to keep. */
export function stampFolder(directory: string): void {
  writeFileSync(join(directory, 'version'), `${embeddedVersion}\n`);
}
