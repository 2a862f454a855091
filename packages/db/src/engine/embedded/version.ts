import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refused } from '../errors.ts';

/**
 * The engine that made the data. A folder made by another version, or with other extensions, is not opened. Change
 * this together with a dependency of the engine, and provide a way to carry the data over.
 */
export const embeddedVersion = 'pglite 0.5.8, postgis 0.2.8, extensions 2';

/** Older versions whose folders this one opens as they are. */
const openable = [embeddedVersion, 'pglite 0.5.8, postgis 0.2.8, extensions 1'];

/** Returns the folder of the engine's files. @throws Refused when another version made them. */
export function claimFolder(directory: string): { data: string; isNew: boolean } {
  mkdirSync(directory, { recursive: true });
  const data = join(directory, 'postgres');
  const versionFile = join(directory, 'version');
  if (existsSync(versionFile)) {
    const found = readFileSync(versionFile, 'utf8').trim();
    if (!openable.includes(found)) {
      throw new Refused(
        `The data in ${directory} was made by another version of the embedded database (${found}; this is ${embeddedVersion}). Start the version that made it, or move the folder away to start over.`,
      );
    }
    return { data, isNew: false };
  }
  if (existsSync(data)) {
    throw new Refused(
      `The data in ${directory} does not say which version made it. Move the folder away to start over.`,
    );
  }
  return { data, isNew: true };
}

/**
 * Marks the folder once the engine has opened its files for the first time. Before that there is nothing to keep.
 */
export function stampFolder(directory: string): void {
  writeFileSync(join(directory, 'version'), `${embeddedVersion}\n`);
}
