import { posix } from 'node:path';
import { findCircles } from './circles.ts';
import {
  besideNouns,
  directions,
  emptyNames,
  houses,
  kebab,
  leaves,
  middles,
  mostLines,
  nounFile,
  nounVocabulary,
  ofOneNoun,
  orders,
  plainWrite,
  procedures,
  routeName,
  setBasedWrites,
  sqlText,
  systemMakers,
  testsOfNoCode,
  topNames,
  vocabulary,
  wings,
} from './laws.ts';
import { isFactory, isTest, packageOf, type SourceFile } from './source-files.ts';

export interface Problem {
  /** Path from the top of the repository. */
  file: string;
  line?: number;
  problem: string;
}

export function checkTopNames(names: string[]): Problem[] {
  return names
    .filter((name) => !name.startsWith('.') && !topNames.includes(name))
    .map((name) => ({ file: name, problem: 'does not belong at the top of the repository' }));
}

export function checkNames(paths: string[]): Problem[] {
  const problems: Problem[] = [];
  const folders = new Set<string>();
  for (const path of paths) {
    const say = (problem: string, file = path) => problems.push({ file, problem });
    if (/\.(mjs|cjs|js|mts|cts|jsx)$/.test(path) && path !== 'packages/workbench/bootstrap.mjs') {
      say('is not TypeScript');
    }
    const file = posix.basename(path);
    const misplaced = vocabulary.find(({ names, places }) => names.test(file) && !places.test(path));
    if (misplaced) say(`belongs in ${misplaced.belongs}, or has another name`);
    const isRoute = path.startsWith('apps/web/src/routes/');
    const middle = /\.(.+)\.tsx?$/.exec(file)?.[1];
    if (middle && !isRoute && !middles.test(middle)) {
      say(`has ".${middle}" in its name, which means nothing here`);
    }
    const [, house = '', rest] = /^([^/]+\/[^/]+\/(?:src|e2e|build)\/)(.+)$/.exec(path) ?? [];
    const parts = rest?.split('/') ?? [];
    parts.forEach((name, depth) => {
      const here = house + parts.slice(0, depth + 1).join('/');
      if (folders.has(here)) return;
      folders.add(here);
      const stem = name.replace(/\..*$/, '');
      const allowed = isRoute && depth > 0 ? routeName : kebab;
      if (!allowed.test(name) && name !== 'README.md') say('is not named in kebab-case', here);
      if (emptyNames.test(stem)) say(`says nothing: name it after what it does, not "${stem}"`, here);
    });
  }
  return problems;
}

/** Each noun of packages/db is made of parts with the same names. */
export function checkNouns(paths: string[]): Problem[] {
  const problems = new Map<string, string>();
  for (const path of paths) {
    const [, noun, name] = /^packages\/db\/src\/([^/]+)(?:\/([^/]+))?/.exec(path) ?? [];
    if (!noun || wings.test(noun) || besideNouns.test(noun)) continue;
    if (!name) problems.set(path, 'belongs in a noun, in engine or in tools');
    else if (!nounVocabulary.test(name) && !ofOneNoun[noun]?.includes(name)) {
      const part = `packages/db/src/${noun}/${name}`;
      problems.set(part, 'is not a part that nouns have: see nounVocabulary in structure/laws.ts');
    }
  }
  return [...problems].map(([file, problem]) => ({ file, problem }));
}

/** A test stands beside what it tests: it shares the name of a neighbor or of its folder, or imports a neighbor. */
export function checkTests(files: SourceFile[], paths: string[]): Problem[] {
  const known = new Set(paths.flatMap((path) => [path, posix.dirname(path)]));
  const isBeside = ({ path, imports }: SourceFile) => {
    const folder = posix.dirname(path);
    const named = path.replace(/(\.embedded|\.full)?\.test\.ts$/, '');
    if (['', '.ts', '.tsx', '.mjs'].some((ending) => known.has(`${named}${ending}`))) return true;
    if (posix.basename(named) === posix.basename(folder)) return true;
    return imports.some(({ target }) => target?.startsWith(`${folder}/`) && !isTest(target));
  };
  return files
    .filter((file) => /\.test\.ts$/.test(file.path) && !testsOfNoCode.test(file.path) && !isBeside(file))
    .map(({ path: file }) => ({ file, problem: 'stands beside nothing that it tests: move it there' }));
}

export function checkImports(files: SourceFile[]): Problem[] {
  const problems: Problem[] = [];
  for (const { path, imports } of files) {
    const direction = directions.find(({ part }) => part.test(path));
    if (!direction) continue;
    const own = packageOf(path);
    for (const { specifier, line, typeOnly, target, hiddenBy } of imports) {
      const say = (problem: string) => problems.push({ file: path, line, problem });
      if (target === undefined) {
        const { outside, never } = direction;
        if (never?.test(specifier) || (outside !== 'any' && !outside.includes(specifier))) {
          say(`may not import ${specifier}`);
        }
        continue;
      }
      const other = packageOf(target);
      const isForTests =
        /\/src\/tools\/testing\//.test(target) ||
        isFactory(target) ||
        specifier.startsWith('@namc/db/testing/');
      if (isForTests && !isTest(path) && own !== 'packages/workbench') {
        say(`imports ${specifier}, which is for tests only`);
      }
      if (other === own) continue;
      if (specifier.startsWith('.')) say(`reaches into ${other} by a path: import it by its package name`);
      if (!direction.packages.includes(other)) say(`may not import ${specifier}`);
      else if (hiddenBy) say(`may not import ${specifier}: ${hiddenBy}/package.json does not export it`);
      else if (own === 'apps/web' && other === 'apps/api') {
        if (specifier !== '@namc/api/router-types' || !typeOnly) {
          say('may import the types of @namc/api/router-types only');
        }
      }
    }
  }
  return problems;
}

export function checkOrders(files: SourceFile[]): Problem[] {
  const problems: Problem[] = [];
  for (const { inside, order } of orders) {
    const rank = (path: string) =>
      path.startsWith(inside) && !isTest(path)
        ? order.findIndex(([, filesOfLine]) => filesOfLine.test(path))
        : -1;
    for (const { path, imports } of files) {
      const from = rank(path);
      if (from < 0) continue;
      for (const { target, specifier, line } of imports) {
        const to = target === undefined ? -1 : rank(target);
        if (to < 0 || to >= from) continue;
        const problem = `${order[from]![0]} may not import ${order[to]![0]} (${specifier})`;
        problems.push({ file: path, line, problem });
      }
    }
  }
  return problems;
}

/** Circles of folders. Biome finds those of files. */
export function checkRooms(files: SourceFile[]): Problem[] {
  const roomOf = (path: string) => {
    const house = houses.find((each) => path.startsWith(each));
    if (!house || isTest(path)) return undefined;
    const parts = path.slice(house.length).split('/');
    const depth = wings.test(parts[0]!) ? 2 : 1;
    return parts.length <= depth || leaves.test(path) ? path : house + parts.slice(0, depth).join('/');
  };
  const graph = new Map<string, Map<string, string>>();
  for (const { path, imports } of files) {
    const from = roomOf(path);
    for (const { target } of imports) {
      const to = target === undefined ? undefined : roomOf(target);
      if (from === undefined || to === undefined || from === to) continue;
      // A leaf stands in its own room all the same.
      if (leaves.test(path) && posix.dirname(path) === to) continue;
      const reached = graph.get(from) ?? new Map<string, string>();
      if (!reached.has(to)) reached.set(to, `${path} imports ${target}`);
      graph.set(from, reached);
    }
  }
  const targets = new Map([...graph].map(([room, reached]) => [room, reached.keys().toArray()]));
  return findCircles(targets).map((circle) => {
    const walk = [...circle, circle[0]!];
    const because = circle.map((room, at) => graph.get(room)!.get(walk[at + 1]!)!);
    return { file: circle[0]!, problem: `is in a circle: ${walk.join(' → ')} (${because.join('; ')})` };
  });
}

export function checkContents(files: SourceFile[]): Problem[] {
  const problems: Problem[] = [];
  for (const { path, lines, strings, isBarrel } of files) {
    const say = (problem: string, line?: number) =>
      problems.push({ file: path, problem, ...(line ? { line } : {}) });
    // Biome's noBarrelFile lets types pass, and an import that is exported again.
    if (isBarrel) say('only passes on what other files export: import those directly');
    if (isTest(path)) continue;
    if (lines > mostLines) {
      say(`has ${lines} lines, more than ${mostLines}: make it a folder of the same name`);
    }
    if (!/^packages\/(db|workbench)\//.test(path)) {
      for (const { text, line } of strings) {
        if (sqlText.test(text)) say('holds SQL, which lives in packages/db and drizzle only', line);
      }
    }
  }
  return problems;
}

/** Nouns write with the builder, which checks names and types of columns. */
export function checkWrites(files: SourceFile[]): Problem[] {
  return files
    .filter(({ path }) => nounFile.test(path) && !isTest(path) && !setBasedWrites.includes(path))
    .flatMap(({ path: file, strings }) =>
      strings
        .filter(({ text }) => plainWrite.test(text))
        .map(({ line }) => ({
          file,
          line,
          problem: 'writes by hand what tx.orm can: see setBasedWrites in structure/laws.ts',
        })),
    );
}

/** One function makes the actors of the system, so that each carries the same things. */
export function checkActors(files: SourceFile[]): Problem[] {
  return files
    .filter(({ path }) => !isTest(path) && !systemMakers.includes(path))
    .flatMap(({ path: file, systemKinds }) =>
      systemKinds.map((line) => ({ file, line, problem: 'makes an actor by hand: call systemActor' })),
    );
}

/** Each procedure of a router says itself who may call it. */
export function checkProcedures(files: SourceFile[]): Problem[] {
  const problems: Problem[] = [];
  for (const { path, procedures: found } of files) {
    if (!/^apps\/api\/src\/([^/]+\/)*router\.ts$/.test(path)) continue;
    for (const { begins, line } of found) {
      if (path === 'apps/api/src/router.ts') {
        const problem = 'defines a procedure: it holds one line for each noun, whose own router does';
        problems.push({ file: path, line, problem });
      } else if (!procedures.test(begins)) {
        const problem = `has a procedure that begins with "${begins}": name who may call it (publicProcedure, signedInProcedure or staffProcedure)`;
        problems.push({ file: path, line, problem });
      }
    }
  }
  return problems;
}
