/**
 * The circles of a graph. Members that can all reach one another make many circles, of which only the shortest is
 * returned. Once it is broken, the next one appears.
 */
export function findCircles(graph: ReadonlyMap<string, Iterable<string>>): string[][] {
  const walks = [...graph.keys()]
    .sort()
    .map((start) => walkAround(graph, start))
    .filter((walk) => walk !== undefined);
  const circles: string[][] = [];
  for (const walk of walks.toSorted((a, b) => a.length - b.length)) {
    const reached = reachedFrom(graph, walk[0]!);
    const isKnown = circles.some(
      ([start]) => reached.has(start!) && reachedFrom(graph, start!).has(walk[0]!),
    );
    if (!isKnown) circles.push(walk);
  }
  return circles;
}

function reachedFrom(graph: ReadonlyMap<string, Iterable<string>>, start: string): Set<string> {
  const reached = new Set([start]);
  for (const member of reached) for (const next of graph.get(member) ?? []) reached.add(next);
  return reached;
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
