import { z } from "zod";
import type { Verdict } from "../journal/index.ts";

/** How a decision of the past might have been taken. */
export const whatIfSchema = z.enum(["approved", "vetoed", "unanswered"]);
export type WhatIf = z.infer<typeof whatIfSchema>;

/** The other ways in which a decision could have been taken. Where nobody was asked, not answering changes nothing. */
export function whatIfsOf(verdict: Verdict): readonly WhatIf[] {
  switch (verdict) {
    case "approved":
      return ["vetoed", "unanswered"];
    case "vetoed":
      return ["approved", "unanswered"];
    case "expired":
      return ["approved", "vetoed"];
    case "automatic":
      return ["vetoed"];
  }
}
