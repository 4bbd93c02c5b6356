import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { tinykeys } from "tinykeys";
import { goTo, select, stepDecision, useLive } from "../live/index.ts";
import { announce } from "../ui/index.ts";
import { pages } from "./pages.ts";
import { useShortcutSetting } from "./shortcuts.ts";

/** The keys that act on every page; what acts on a page's own things is heard there, by `useIntent`. */
export function useShortcuts(): void {
  const router = useRouter();
  useEffect(() => {
    const single = (act: () => void) => (event: KeyboardEvent) => {
      if (useShortcutSetting.getState().singleKeys === "off" || isTyping(event)) return;
      event.preventDefault();
      act();
    };
    const go = (path: string) => {
      void router.navigate({ to: path, search: (before: Record<string, unknown>) => before } as never);
    };
    return tinykeys(window, {
      // Pairs come first: the second letter of one is then no letter of its own, and `g a` approves nothing.
      ...Object.fromEntries(pages.map(({ keys, path }) => [keys, single(() => go(path))])),
      "/": single(() => announce("search")),
      u: single(() => announce("only-unhealthy")),
      f: single(() => announce("break")),
      a: single(() => announce("approve")),
      v: single(() => announce("veto")),
      l: single(() => goTo(null)),
      "[": single(() => void stepDecision(-1)),
      "]": single(() => void stepDecision(1)),
      "Shift+Escape": () => announce("stop-all"),
      Escape: (event) => {
        if (!isTyping(event) && useLive.getState().selection !== null && !event.defaultPrevented) select(null);
      },
    });
  }, [router]);
}

function isTyping({ target }: KeyboardEvent): boolean {
  if (document.querySelector("dialog[open]:modal") !== null) return true;
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
