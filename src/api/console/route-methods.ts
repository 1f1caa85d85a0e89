/** Which methods each path of the API has: what tells a wrong method from a wrong path. */

export interface RouteMethods {
  /** A route as Fastify announces it: `/api/v1/devices/:id`. */
  add(pattern: string, methods: string | readonly string[]): void;
  /** Methods that some route takes under this very path, sorted; `[]` when there is no such path. */
  of(path: string): readonly string[];
}

export function createRouteMethods(): RouteMethods {
  const routes = new Map<string, { readonly path: RegExp; readonly methods: Set<string> }>();
  return {
    add(pattern, methods) {
      const route = routes.get(pattern) ?? { path: pathOf(pattern), methods: new Set() };
      routes.set(pattern, route);
      for (const method of [methods].flat()) route.methods.add(method);
    },
    // Every route that fits: `/devices/facets` is read by its own and could be changed by `/devices/:id`.
    of: (path) => {
      const fitting = [...routes.values()].filter((route) => route.path.test(path));
      return [...new Set(fitting.flatMap(({ methods }) => [...methods]))].sort();
    },
  };
}

function pathOf(pattern: string): RegExp {
  const parts = pattern.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : literal(part)));
  return new RegExp(`^${parts.join('/')}$`);
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
