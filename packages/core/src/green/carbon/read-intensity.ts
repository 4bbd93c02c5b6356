import { InputError } from "../../kernel/index.ts";
import { readEmissionsByLocation } from "./carbon-aware-sdk.ts";
import { readElectricityMaps } from "./electricity-maps.ts";
import { readIntensityCsv } from "./intensity-csv.ts";
import type { IntensitySeries } from "./intensity-series.ts";
import { readUkCarbonIntensity } from "./uk-carbon-intensity.ts";
import { readWattTime } from "./watt-time.ts";

/** Reads any of the known answers, told apart by their shape: JSON already parsed, or the text of a CSV or JSON file. */
export function readIntensity(content: unknown, file?: string): IntensitySeries {
  if (typeof content === "string") {
    const text = content.trimStart();
    if (!text.startsWith("{") && !text.startsWith("["))
      return readIntensityCsv(content, file === undefined ? {} : { file });
    try {
      return readIntensity(JSON.parse(text));
    } catch (error) {
      if (error instanceof SyntaxError)
        throw new InputError(`this is neither CSV nor JSON (${error.message})`, { file });
      throw error instanceof InputError ? error.within({ file }) : error;
    }
  }
  if (Array.isArray(content)) return readEmissionsByLocation(content, "average");
  if (content !== null && typeof content === "object") {
    if ("meta" in content) return readWattTime(content);
    if ("zone" in content) return readElectricityMaps(content);
    if ("data" in content) return readUkCarbonIntensity(content);
  }
  throw new InputError(
    "this is no known carbon intensity; give an answer of Electricity Maps, WattTime, UK Carbon Intensity or the Carbon Aware SDK",
  );
}
