import type { IncomingMessage } from "node:http";

/** Names under which the console is reached, with the port it listens on. */
export interface TrustedOrigins {
  /** Whether the `Host` is one of ours: a page that was tricked into another name (DNS rebinding) is refused. */
  isTrustedHost(request: IncomingMessage): boolean;
  /** Whether a request that changes something, or opens a socket, comes from our own page. A missing origin does not. */
  isTrustedOrigin(request: IncomingMessage): boolean;
}

/**
 * @param port read at each request, since it is known only once the server listens
 * @param extra further origins, such as `http://localhost:5173` of a development server
 */
export function trustedOrigins(host: string, port: () => number, extra: readonly string[]): TrustedOrigins {
  const names = [...new Set([host.includes(":") ? `[${host}]` : host, "127.0.0.1", "localhost", "[::1]"])];
  const hosts = (): string[] => [...names.map((name) => `${name}:${port()}`), ...extra.map((o) => new URL(o).host)];
  return {
    isTrustedHost: ({ headers }) => headers.host !== undefined && hosts().includes(headers.host.toLowerCase()),
    isTrustedOrigin: ({ headers }) => {
      const { origin } = headers;
      return origin !== undefined && (extra.includes(origin) || hosts().includes(origin.replace(/^http:\/\//, "")));
    },
  };
}
