import { Keyboard } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { type Language, languages, useLanguage, useText } from "../i18n/index.ts";
import { type Theme, themes, useTheme } from "../theme/index.ts";
import { Button, Select } from "../ui/index.ts";
import { appText } from "./text.ts";

// Fetched when somebody first asks for it.
const ShortcutList = lazy(async () => ({ default: (await import("./shortcut-list.tsx")).ShortcutList }));

/** Each language by the name that it gives itself. */
const ownName: Record<Language, string> = { en: "English", "zh-CN": "简体中文" };

export function Settings() {
  const text = useText(appText);
  const { language, setLanguage } = useLanguage();
  const { theme, setTheme } = useTheme();
  const [showsKeys, showKeys] = useState(false);
  return (
    <>
      <Select
        label={text.language}
        value={language}
        options={languages.map((value) => ({ value, label: ownName[value] }))}
        onChange={(value) => setLanguage(languages.find((one) => one === value) ?? "en")}
      />
      <Select
        label={text.theme}
        value={theme}
        options={themes.map((value: Theme) => ({ value, label: text.themes[value] }))}
        onChange={(value) => setTheme(themes.find((one) => one === value) ?? "system")}
      />
      <Button icon={Keyboard} label={text.shortcuts.title} onClick={() => showKeys(true)} />
      {showsKeys && (
        <Suspense fallback={null}>
          <ShortcutList onClose={() => showKeys(false)} />
        </Suspense>
      )}
    </>
  );
}
