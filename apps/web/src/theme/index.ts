export { readColour } from "./read-colour.ts";
export { readSetting, writeSetting } from "./stored-setting.ts";
export { applyTheme, type Theme, themes, useTheme } from "./theme-store.ts";
