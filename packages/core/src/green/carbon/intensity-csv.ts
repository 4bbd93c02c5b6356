import { InputError, parseCsv, parseInstant } from "../../kernel/index.ts";
import { readElectricityMapsPortal } from "./electricity-maps.ts";
import { type IntensitySeries, seriesOfPoints } from "./intensity-series.ts";

/**
 * Reads average intensity from a CSV: Electricity Maps' portal, or a time column and one column a zone. `zone` chooses
 * the column; without it the first one is taken. Times without an offset are UTC; empty cells are holes.
 */
export function readIntensityCsv(
  text: string,
  options: { zone?: string; file?: string } = {},
): IntensitySeries<"average"> {
  const { zone, file } = options;
  if (/^\uFEFF?"?Datetime \(UTC\)"?,/.test(text)) return readElectricityMapsPortal(text, "life-cycle", file);
  const { header, rows, lines } = parseCsv(text, file);
  const column = zone === undefined ? 1 : header.indexOf(zone);
  if (header.length < 2) throw new InputError("a time column and an intensity column are needed", { file, line: 1 });
  if (column < 1)
    throw new InputError(
      `there is no zone "${zone}"; give one of ${header.slice(1, 6).join(", ")}${header.length > 6 ? ", …" : ""}`,
      {
        file,
        line: 1,
      },
    );
  const points = rows.map((row, i) => {
    const at = parseInstant(row[0]!);
    if (Number.isNaN(at)) throw new InputError(`"${row[0]}" is not a time; give ISO 8601`, { file, line: lines[i] });
    const text = row[column]!;
    const gPerKwh = text === "" ? Number.NaN : Number(text);
    if (text !== "" && Number.isNaN(gPerKwh))
      throw new InputError(`"${text}" is not an intensity; give gCO2e per kWh`, { file, line: lines[i] });
    return { at, gPerKwh };
  });
  return seriesOfPoints(points, { signal: "average", zone: header[column]!, source: file ?? "CSV", file });
}
