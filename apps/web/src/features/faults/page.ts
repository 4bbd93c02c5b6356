import { Zap } from "lucide-react";
import type { PageDefinition } from "../../app/page-definition.ts";
import { defineText } from "../../i18n/index.ts";

export const faultsPage: PageDefinition = {
  path: "/faults",
  icon: Zap,
  keys: "g f",
  text: defineText({
    en: { title: "Faults", question: "What happens if I break this?" },
    "zh-CN": { title: "故障", question: "如果我弄坏它会怎样？" },
  }),
  load: async () => ({ Page: (await import("./faults-page.tsx")).FaultsPage }),
};
