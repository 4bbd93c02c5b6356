import { useText } from "../i18n/index.ts";
import { Button, Dialog } from "../ui/index.ts";
import { pages } from "./pages.ts";
import { useShortcutSetting } from "./shortcuts.ts";
import { appText } from "./text.ts";
import type { PageDefinition } from "./page-definition.ts";

/** Every key, and the switch that turns the single ones off. */
export function ShortcutList({ onClose }: { readonly onClose: () => void }) {
  const text = useText(appText).shortcuts;
  const { singleKeys, setSingleKeys } = useShortcutSetting();
  const rows = [
    ["/", text.search],
    ["U", text.unhealthy],
    ["F", text.fault],
    ["A", text.approve],
    ["V", text.veto],
    ["Shift + Esc", text.stopAll],
    ["[", text.back],
    ["]", text.forward],
    ["L", text.live],
  ] as const;
  return (
    <Dialog isOpen onClose={onClose} title={text.title}>
      <label className="mb-3 flex min-h-6 items-center gap-2">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={singleKeys === "on"}
          onChange={(event) => setSingleKeys(event.target.checked ? "on" : "off")}
        />
        {text.enabled}
      </label>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
        {rows.map(([keys, what]) => (
          <Row key={keys} keys={keys} what={what} />
        ))}
        {pages.map((page) => (
          <PageRow key={page.path} page={page} />
        ))}
      </dl>
      <div className="mt-4 flex justify-end">
        <Button onClick={onClose}>{text.close}</Button>
      </div>
    </Dialog>
  );
}

function PageRow({ page }: { readonly page: PageDefinition }) {
  return <Row keys={page.keys.toUpperCase()} what={useText(page.text).title} />;
}

function Row({ keys, what }: { readonly keys: string; readonly what: string }) {
  return (
    <>
      <dt>
        <kbd className="rounded-sm border border-line-strong bg-sunken px-1.5 font-mono text-xs">{keys}</kbd>
      </dt>
      <dd>{what}</dd>
    </>
  );
}
