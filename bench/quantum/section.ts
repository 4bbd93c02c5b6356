/** One table of the quantum bench. */
export interface Section {
  readonly title: string;
  readonly rows: readonly Readonly<Record<string, string | number>>[];
  /** What the table comes to, and what was asked. */
  readonly notes: readonly string[];
}

/** Makes a section from the data folder; it prints nothing itself. */
export type SectionRunner = (dataDirectory: string) => Section | Promise<Section>;

/** The configurations of `reference.json`, with the rates that were measured with Stim and PyMatching. */
export interface ReferenceConfiguration {
  readonly name: string;
  readonly code: string;
  readonly distance: number;
  readonly rounds: number;
  readonly p: number;
  readonly detectors: number;
  readonly detection_fraction: number;
  readonly ler: number;
  readonly ler_stderr: number;
  readonly mwpm_cpu_us_per_shot: number;
  readonly stim_detect_shots_per_cpu_s: number;
}

export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, v) => sum + Math.log(v), 0) / values.length);
}
