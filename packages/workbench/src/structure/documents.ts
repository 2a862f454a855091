import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Problem } from './checks.ts';

export interface Commands {
  /** The scripts of package.json. */
  scripts: string[];
  /** The subcommands of `portal`, such as `migrate` and `migrate status`. */
  portal: string[];
  /** The benchmarks, such as `auth`. */
  benchmarks: string[];
}

const isDocument = /^((README|CONTRIBUTING|SECURITY)\.md|docs\/.+\.md|(apps|packages)\/[^/]+\/README\.md)$/;
const looksLikePath =
  /^(?:(?:apps|packages|drizzle|docker|docs|\.ci)\/[\w.$@/-]*|(?:[\w.$@-]+\/)+[\w.$@-]+\.(?:tsx?|mjs|json|md|sql|sh|ya?ml|toml|conf))$/;
const npmRun = /\bnpm run (?:-s )?([\w:-]+)/g;
const benchRun = /\bnpm run (?:-s )?bench (?:-- )?([a-z][a-z-]*)/g;
const portalRun =
  /(?:^\s*|[(&|]\s*)(?:npm run (?:-s )?portal --|pnpm portal|portal) ([a-z][a-z-]*)(?: ([a-z-]+)\b)?/g;

/** Paths and commands that a document names and that do not exist. */
export function checkDocuments(top: string, paths: string[], commands: Commands): Problem[] {
  const problems: Problem[] = [];
  for (const file of paths.filter((path) => isDocument.test(path))) {
    /** The language of the block that a line stands in; undefined outside of blocks. */
    let block: string | undefined;
    for (const [at, text] of readFileSync(join(top, file), 'utf8').split('\n').entries()) {
      const say = (problem: string) => problems.push({ file, line: at + 1, problem });
      const fence = /^\s*```(\w*)/.exec(text);
      if (fence) block = block === undefined ? fence[1] : undefined;
      else if (block === undefined) {
        for (const [, link = ''] of text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
          if (/^[a-z]+:/.test(link) || existsSync(join(top, dirname(file), link))) continue;
          say(`links to ${link}, which does not exist`);
        }
        for (const [, code = ''] of text.matchAll(/`([^`]+)`/g)) {
          for (const word of code.split(/\s+/)) {
            if (!pathExists(top, file, word)) say(`names ${word}, which does not exist`);
          }
          for (const problem of unknownCommands(code, commands)) say(problem);
        }
      } else if (/^(|sh|bash|console)$/.test(block)) {
        for (const problem of unknownCommands(text.replace(/(^|\s)#.*/, ''), commands)) say(problem);
      }
    }
  }
  return problems;
}

/** A path counts from the top, from the document, or from the sources of its package. Ignored files need not exist. */
function pathExists(top: string, file: string, code: string): boolean {
  const path = code.replace(/:\d+$/, '');
  if (!looksLikePath.test(path)) return true;
  const folder = dirname(file);
  const ignored = join(top, '.gitignore');
  if (existsSync(ignored) && readFileSync(ignored, 'utf8').split('\n').includes(path)) return true;
  return ['.', folder, join(folder, 'src')].some((from) => existsSync(join(top, from, path)));
}

function unknownCommands(code: string, { scripts, portal, benchmarks }: Commands): string[] {
  const problems: string[] = [];
  for (const [command, script = ''] of code.matchAll(npmRun)) {
    if (!scripts.includes(script)) problems.push(`names "${command}", which package.json does not have`);
  }
  for (const [, name = ''] of code.matchAll(benchRun)) {
    if (!benchmarks.includes(name)) problems.push(`names the benchmark "${name}", which does not exist`);
  }
  for (const [, first = '', second] of code.matchAll(portalRun)) {
    const hasOwn = second && portal.some((each) => each.startsWith(`${first} `));
    const command = hasOwn ? `${first} ${second}` : first;
    if (!portal.includes(command)) problems.push(`names "portal ${command}", which does not exist`);
  }
  return problems;
}
