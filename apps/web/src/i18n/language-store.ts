import { create } from "zustand";
import { readSetting, writeSetting } from "../theme/index.ts";
import { type Language, languages } from "./define-text.ts";

interface LanguageStore {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
}

const preferred: Language = globalThis.navigator?.language?.toLowerCase().startsWith("zh") ? "zh-CN" : "en";

/** What the person reads; at first what the browser asks for. Kept in this browser. */
export const useLanguage = create<LanguageStore>((set) => ({
  language: readSetting("language", languages, preferred),
  setLanguage: (language) => {
    writeSetting("language", language);
    document.documentElement.lang = language;
    set({ language });
  },
}));
