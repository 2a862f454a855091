declare module 'virtual:california-counties' {
  type Topology = NonNullable<Parameters<typeof import('topojson-client').mesh>[0]>;
  const counties: Topology & { objects: { counties: Topology['objects'][string] } };
  export default counties;
}
