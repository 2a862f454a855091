/**
 * The circles of a graph of imports: each group of files that reach one another (Tarjan's strongly connected
 * components), as one shortest walk around it that begins at the group's first file.
 */
export function circles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const numbers = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const waiting = new Set<string>();
  const groups: string[][] = [];

  const visit = (file: string) => {
    numbers.set(file, numbers.size);
    lowest.set(file, numbers.get(file)!);
    stack.push(file);
    waiting.add(file);
    for (const next of graph.get(file) ?? []) {
      if (!graph.has(next)) continue;
      if (!numbers.has(next)) visit(next);
      if (waiting.has(next)) lowest.set(file, Math.min(lowest.get(file)!, lowest.get(next)!));
    }
    if (lowest.get(file) !== numbers.get(file)) return;
    const group = stack.splice(stack.indexOf(file));
    for (const member of group) waiting.delete(member);
    if (group.length > 1 || graph.get(file)!.includes(file)) groups.push(group.sort());
  };
  for (const file of graph.keys()) if (!numbers.has(file)) visit(file);
  return groups.map((group) => walkAround(graph, group));
}

function walkAround(graph: ReadonlyMap<string, readonly string[]>, group: string[]): string[] {
  const first = group[0]!;
  const members = new Set(group);
  const walks: string[][] = [[first]];
  const seen = new Set<string>();
  for (const walk of walks) {
    for (const next of graph.get(walk.at(-1)!) ?? []) {
      if (next === first) return walk;
      if (!members.has(next) || seen.has(next)) continue;
      seen.add(next);
      walks.push([...walk, next]);
    }
  }
  return group;
}
