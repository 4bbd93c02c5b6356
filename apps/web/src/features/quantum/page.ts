import { Atom } from "lucide-react";
import type { PageDefinition } from "../../app/page-definition.ts";
import { defineText } from "../../i18n/index.ts";

export const quantumPage: PageDefinition = {
  path: "/quantum",
  icon: Atom,
  keys: "g q",
  text: defineText({
    en: { title: "Quantum", question: "Do the logical qubits hold?" },
    "zh-CN": { title: "量子", question: "逻辑量子比特还好吗？" },
  }),
  load: async () => ({ Page: (await import("./quantum-page.tsx")).QuantumPage }),
};
