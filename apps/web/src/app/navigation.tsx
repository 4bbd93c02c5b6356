import { Link } from "@tanstack/react-router";
import { useText } from "../i18n/index.ts";
import type { PageDefinition } from "./page-definition.ts";
import { pages } from "./pages.ts";
import { appText } from "./text.ts";

export function Navigation() {
  const text = useText(appText);
  return (
    <nav
      aria-label={text.pages}
      className="flex shrink-0 gap-1 overflow-x-auto border-line bg-surface px-2 py-1 max-wide:border-b wide:w-20 wide:flex-col wide:border-r wide:py-2"
    >
      {pages.map((page) => (
        <PageLink key={page.path} page={page} />
      ))}
    </nav>
  );
}

function PageLink({ page }: { readonly page: PageDefinition }) {
  const { title, question } = useText(page.text);
  const Icon = page.icon;
  return (
    <Link
      to={page.path}
      search={(before: Record<string, unknown>) => ({ t: before["t"], sel: before["sel"] })}
      activeOptions={{ exact: page.path === "/", includeSearch: false }}
      title={question}
      className="flex min-h-9 items-center gap-1.5 rounded px-2 py-1.5 text-ink-soft hover:bg-sunken hover:text-ink aria-[current=page]:bg-accent-tint aria-[current=page]:font-semibold aria-[current=page]:text-accent wide:flex-col wide:gap-0.5 wide:text-center wide:text-2xs"
    >
      <Icon className="size-4.5 shrink-0" strokeWidth={1.75} aria-hidden="true" />
      <span>{title}</span>
    </Link>
  );
}
