/** A setting of this browser, one of `allowed`; `fallback` where none was kept or storage is closed. */
export function readSetting<T extends string>(name: string, allowed: readonly T[], fallback: T): T {
  try {
    const kept = localStorage.getItem(`homeostat.${name}`);
    return allowed.find((value) => value === kept) ?? fallback;
  } catch {
    return fallback;
  }
}

export function writeSetting(name: string, value: string): void {
  try {
    localStorage.setItem(`homeostat.${name}`, value);
  } catch {
    // A browser that keeps nothing still shows what was chosen, until it is closed.
  }
}
