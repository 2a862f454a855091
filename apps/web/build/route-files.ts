/** The names of route files, for the dev server, the build and the generator alike. */
export const routeFiles = {
  target: 'react' as const,
  routesDirectory: './src/routes',
  generatedRouteTree: './src/routeTree.gen.ts',
  indexToken: 'page',
  autoCodeSplitting: true,
  addExtensions: true,
  tmpDir: './node_modules/.cache/routes',
  disableLogging: true,
};
