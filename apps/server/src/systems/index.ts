import type { ManagedSystem, SystemModel } from "@homeostat/core/system";
import { LabSystem } from "./lab/lab-system.ts";
import { TwinSystem, type TwinSystemOptions } from "./twin-system.ts";

/** Starts the managed system of a kind. */
export async function openSystem(
  managed: "twin" | "lab",
  model: SystemModel,
  options: TwinSystemOptions,
): Promise<ManagedSystem> {
  switch (managed) {
    case "twin":
      return new TwinSystem(model, options);
    case "lab":
      return LabSystem.start(model, options);
  }
}
