/**
 * The circles of a graph: for each member that can reach itself through others, the shortest walk around. A member
 * that a found walk already names begins no walk of its own.
 */
export function findCircles(graph: ReadonlyMap<string, Iterable<string>>): string[][] {
  const circles: string[][] = [];
  for (const start of [...graph.keys()].sort()) {
    if (circles.some((circle) => circle.includes(start))) continue;
    const walk = walkAround(graph, start);
    if (walk) circles.push(walk);
  }
  return circles;
}

function walkAround(graph: ReadonlyMap<string, Iterable<string>>, start: string): string[] | undefined {
  const seen = new Set<string>();
  const walks = [[start]];
  for (const walk of walks) {
    for (const next of graph.get(walk.at(-1)!) ?? []) {
      if (next === start && walk.length > 1) return walk;
      if (next === start || seen.has(next)) continue;
      seen.add(next);
      walks.push([...walk, next]);
    }
  }
  return undefined;
}
