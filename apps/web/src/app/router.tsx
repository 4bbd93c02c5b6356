import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { type CursorSearch, parseCursorSearch } from "./cursor-search.ts";
import { NotFound } from "./not-found.tsx";
import { PageError } from "./page-error.tsx";
import { PageSkeleton } from "./page-skeleton.tsx";
import { pages } from "./pages.ts";
import { Shell } from "./shell.tsx";

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFound,
  validateSearch: (search: Record<string, unknown>): CursorSearch => parseCursorSearch(search),
});

const children = pages.map((page) =>
  createRoute({
    getParentRoute: () => root,
    path: page.path,
    component: lazyRouteComponent(page.load, "Page"),
    pendingComponent: PageSkeleton,
    errorComponent: PageError,
  }),
);

export const router = createRouter({
  routeTree: root.addChildren(children),
  defaultPreload: "intent",
  defaultPendingMs: 150,
  // `?t=` is a number and `?sel=` a name; nothing is written as JSON in the address.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const given = Object.entries(search).filter(([, value]) => value !== undefined);
    const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
    return text === "" ? "" : `?${text}`;
  },
});
