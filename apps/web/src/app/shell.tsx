import { Outlet } from "@tanstack/react-router";
import { useText } from "../i18n/index.ts";
import { useLive } from "../live/index.ts";
import { ConnectionBanner } from "./connection-banner.tsx";
import { Header } from "./header.tsx";
import { LiveRegion } from "./live-region.tsx";
import { Navigation } from "./navigation.tsx";
import { PastBar } from "./past-bar.tsx";
import { appText } from "./text.ts";
import { TimeRail } from "./time-rail/time-rail.tsx";
import { useCursorAddress } from "./use-cursor-address.ts";
import { useShortcuts } from "./use-shortcuts.ts";

/** The frame around every page: verdict above, pages at the left, time below. */
export function Shell() {
  const text = useText(appText);
  const isPast = useLive((s) => s.past !== null);
  useCursorAddress();
  useShortcuts();
  return (
    <div
      data-past={isPast || undefined}
      className="group/shell flex min-h-dvh flex-col bg-ground text-ink wide:h-dvh wide:overflow-hidden"
    >
      <a
        href="#content"
        className="sr-only rounded bg-accent px-3 py-2 text-accent-ink focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50"
      >
        {text.skipToContent}
      </a>
      <Header />
      <ConnectionBanner />
      <PastBar />
      <div className="flex min-h-0 flex-1 flex-col wide:flex-row">
        <Navigation />
        <main id="content" tabIndex={-1} className="flex min-h-0 min-w-0 flex-1 flex-col outline-none">
          <Outlet />
        </main>
      </div>
      <TimeRail />
      <LiveRegion />
    </div>
  );
}
