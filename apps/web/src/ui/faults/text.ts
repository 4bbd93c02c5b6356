import { defineText } from "../../i18n/index.ts";

export const faultsText = defineText({
  en: {
    on: (kind: string, name: string) => `${kind} on ${name}`,
    by: (name: string) => `injected by ${name}`,
    stop: "Stop",
    left: "left",
    untilStopped: "until it is stopped",
  },
  "zh-CN": {
    on: (kind, name) => `${name}：${kind}`,
    by: (name) => `由 ${name} 注入`,
    stop: "停止",
    left: "剩余",
    untilStopped: "直到手动停止",
  },
});
