declare module 'virtual:california-counties' {
  type Topology = NonNullable<Parameters<typeof import('topojson-client').mesh>[0]>;
  const counties: Topology & { objects: { counties: Topology['objects'][string] } };
  export default counties;
}

declare module 'virtual:county-picture' {
  /** The counties of California as paths of an SVG. */
  const picture: { width: number; height: number; counties: [name: string, path: string][] };
  export default picture;
}

declare module 'virtual:neighboring-land' {
  /** Lines in `[longitude, latitude]`. */
  const land: Record<'mexico' | 'states' | 'borders', [number, number][][]>;
  export default land;
}

declare module 'virtual:city-labels' {
  /** The places with the most ZIP codes first. */
  const cities: [name: string, longitude: number, latitude: number, zipCodes: number][];
  export default cities;
}

declare module 'virtual:roads' {
  /** Stretches of roads, the largest roads first. The lines are in `[longitude, latitude]`. */
  const roads: [label: string, kind: 'interstate' | 'us' | 'state', line: [number, number][]][];
  export default roads;
}
