import { create } from "zustand";
import { readSetting, writeSetting } from "./stored-setting.ts";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

interface ThemeStore {
  readonly theme: Theme;
  readonly setTheme: (theme: Theme) => void;
}

/** What the person chose; `system` follows the machine. Kept in this browser. */
export const useTheme = create<ThemeStore>((set) => ({
  theme: readSetting("theme", themes, "system"),
  setTheme: (theme) => {
    writeSetting("theme", theme);
    applyTheme(theme);
    set({ theme });
  },
}));

export function applyTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}
