/** Rows `first`..`last` (inclusive) of one labelled window. */
export interface NabWindow {
  readonly first: number;
  readonly last: number;
}

/** One file of the corpus: a score for each row, its windows in order. */
export interface NabFile {
  readonly scores: ArrayLike<number>;
  readonly windows: readonly NabWindow[];
}

export interface NabProfile {
  readonly hit: number;
  readonly miss: number;
  readonly falseAlarm: number;
}

export const nabProfiles = {
  standard: { hit: 1, miss: 1, falseAlarm: 0.11 },
  lowFalsePositive: { hit: 1, miss: 1, falseAlarm: 0.22 },
  lowFalseNegative: { hit: 1, miss: 2, falseAlarm: 0.11 },
} as const satisfies Record<string, NabProfile>;

export interface NabResult {
  readonly threshold: number;
  /** Normalised: 0 for a detector that never fires, 100 for a perfect one. */
  readonly score: number;
  readonly windowsHit: number;
  readonly windows: number;
  /** Rows at or above the threshold outside every window. */
  readonly falseAlarms: number;
  /** Runs of such rows. */
  readonly falseEpisodes: number;
  readonly scoredRows: number;
}

/** How many rows at the start of a file of `rows` rows are not scored. */
export function probationRows(rows: number): number {
  return Math.floor(Math.min(0.15 * rows, 750));
}

const sigmoid = (y: number): number => 2 / (1 + Math.exp(5 * y)) - 1;
const sigmoidAtStart = sigmoid(-1);

interface Alarm {
  readonly score: number;
  /** Number of the window over the corpus, or −1 outside. */
  readonly window: number;
  /** What the alarm earns for a hit of weight 1, or costs for a false alarm of weight 1. */
  readonly worth: number;
}

function alarmsOf(files: readonly NabFile[]): { alarms: Alarm[]; windows: number; scoredRows: number } {
  const alarms: Alarm[] = [];
  let windowNumber = 0;
  let scoredRows = 0;
  for (const { scores, windows } of files) {
    const start = probationRows(scores.length);
    scoredRows += scores.length - start;
    let next = 0;
    for (let i = 0; i < scores.length; i++) {
      while (next < windows.length && i > windows[next]!.last) next++;
      if (i < start) continue;
      const score = scores[i]!;
      if (!(score > 0)) continue;
      const window = windows[next];
      if (window !== undefined && i >= window.first) {
        const width = window.last - window.first + 1;
        const worth = sigmoid(-(window.last - i + 1) / width) / sigmoidAtStart;
        alarms.push({ score, window: windowNumber + next, worth });
      } else {
        const before = windows[next - 1];
        let worth = -1;
        if (before !== undefined) {
          const y = (i - before.last) / (before.last - before.first);
          if (y <= 3) worth = sigmoid(y);
        }
        alarms.push({ score, window: -1, worth });
      }
    }
    windowNumber += windows.length;
  }
  return { alarms, windows: windowNumber, scoredRows };
}

/**
 * Scores a corpus as the Numenta Anomaly Benchmark does (Lavin & Ahmad, 2015): a row is a detection where its score
 * is at least the threshold; only the best detection of a window counts; every detection outside is a false alarm.
 * Rows with a score of 0 or less never are detections.
 */
export function nabScore(files: readonly NabFile[], threshold: number, profile: NabProfile): NabResult {
  const { alarms, windows, scoredRows } = alarmsOf(files);
  const best = new Float64Array(windows).fill(Number.NaN);
  let raw = 0;
  let falseAlarms = 0;
  for (const { score, window, worth } of alarms) {
    if (score < threshold) continue;
    if (window < 0) {
      falseAlarms++;
      raw += profile.falseAlarm * worth;
    } else if (!(best[window]! >= worth)) best[window] = worth;
  }
  let windowsHit = 0;
  for (const worth of best) {
    if (Number.isNaN(worth)) raw -= profile.miss;
    else {
      windowsHit++;
      raw += profile.hit * worth;
    }
  }
  return {
    threshold,
    score: normalise(raw, windows, profile),
    windowsHit,
    windows,
    falseAlarms,
    falseEpisodes: falseEpisodes(files, threshold),
    scoredRows,
  };
}

/** The threshold with the highest score, among all scores that occur and "never". */
export function bestNabThreshold(files: readonly NabFile[], profile: NabProfile): number {
  const { alarms, windows } = alarmsOf(files);
  alarms.sort((a, b) => b.score - a.score);
  const best = new Float64Array(windows).fill(Number.NaN);
  let raw = -windows * profile.miss;
  let bestRaw = raw;
  let threshold = Number.POSITIVE_INFINITY;
  for (let k = 0; k < alarms.length; k++) {
    const { score, window, worth } = alarms[k]!;
    if (window < 0) raw += profile.falseAlarm * worth;
    else if (Number.isNaN(best[window]!)) {
      raw += profile.miss + profile.hit * worth;
      best[window] = worth;
    } else if (worth > best[window]!) {
      raw += profile.hit * (worth - best[window]!);
      best[window] = worth;
    }
    if (raw > bestRaw && alarms[k + 1]?.score !== score) {
      bestRaw = raw;
      threshold = score;
    }
  }
  return threshold;
}

function normalise(raw: number, windows: number, profile: NabProfile): number {
  const nothing = -windows * profile.miss;
  return (100 * (raw - nothing)) / (windows * profile.hit - nothing);
}

function falseEpisodes(files: readonly NabFile[], threshold: number): number {
  let episodes = 0;
  for (const { scores, windows } of files) {
    let inEpisode = false;
    for (let i = probationRows(scores.length); i < scores.length; i++) {
      const isFalse = scores[i]! >= threshold && scores[i]! > 0 && !windows.some((w) => i >= w.first && i <= w.last);
      if (isFalse && !inEpisode) episodes++;
      inEpisode = isFalse;
    }
  }
  return episodes;
}
