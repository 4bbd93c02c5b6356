import { create } from "zustand";
import { readSetting, writeSetting } from "../theme/index.ts";

interface ShortcutStore {
  readonly singleKeys: "on" | "off";
  readonly setSingleKeys: (value: "on" | "off") => void;
}

/** Whether single letters act (WCAG 2.1.4 lets them be turned off). Kept in this browser. */
export const useShortcutSetting = create<ShortcutStore>((set) => ({
  singleKeys: readSetting("shortcuts", ["on", "off"] as const, "on"),
  setSingleKeys: (singleKeys) => {
    writeSetting("shortcuts", singleKeys);
    set({ singleKeys });
  },
}));
