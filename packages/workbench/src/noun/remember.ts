import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Remembers what these files and folders hold. The returned function puts it back and removes what is new. */
export function remember(directory: string, paths: string[]): () => void {
  const missing = new Set<string>();
  const contents = new Map<string, Buffer>();
  const folders: string[] = [];
  for (const path of paths.map((each) => join(directory, each))) {
    if (!existsSync(path)) missing.add(topmostMissing(path));
    else if (statSync(path).isDirectory()) folders.push(path);
    else contents.set(path, readFileSync(path));
  }
  for (const file of folders.flatMap(filesBelow)) contents.set(file, readFileSync(file));
  return () => {
    for (const path of missing) rmSync(path, { recursive: true, force: true });
    for (const file of folders.flatMap(filesBelow)) if (!contents.has(file)) rmSync(file);
    for (const [file, content] of contents) writeFileSync(file, content);
  };
}

function topmostMissing(path: string): string {
  const above = dirname(path);
  return existsSync(above) ? path : topmostMissing(above);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
