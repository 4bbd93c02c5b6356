import { Stethoscope } from "lucide-react";
import type { PageDefinition } from "../../app/page-definition.ts";
import { defineText } from "../../i18n/index.ts";

export const incidentsPage: PageDefinition = {
  path: "/incidents",
  icon: Stethoscope,
  keys: "g i",
  text: defineText({
    en: { title: "Incidents", question: "Why did it do that?" },
    "zh-CN": { title: "事件", question: "它为什么这样做？" },
  }),
  load: async () => ({ Page: (await import("./incidents-page.tsx")).IncidentsPage }),
};
