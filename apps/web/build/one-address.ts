import type { Plugin } from 'vite';

/**
 * In development the API prints the portal's address, `origin`, once everything is up. This keeps Vite from printing it
 * earlier, and leads a browser that came by another name there, because the portal refuses changes from elsewhere.
 */
export function oneAddress(origin: string | undefined): Plugin {
  return {
    name: 'one-address',
    apply: 'serve',
    configureServer(server) {
      if (!origin) return;
      const { host } = new URL(origin);
      server.printUrls = () => undefined;
      server.middlewares.use((request, response, next) => {
        const isPage = request.headers.accept?.includes('text/html');
        if (!isPage || request.headers.host === host) return next();
        response.writeHead(302, { Location: `${origin}${request.url}` }).end();
      });
    },
  };
}
