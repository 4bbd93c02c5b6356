import type { Across } from "../../../live/index.ts";

/** From this level on a component is clearly unlike itself; rows do not move for less. */
const clearLevel = 0.75;

/**
 * The components that were clearly unlike themselves, in the order in which that began, and then the others as they
 * were: a cascade reads from the top down, and nobody has to look for it among those that are well.
 */
export function byOnset<C extends { readonly id: string }>(components: readonly C[], across: Across): readonly C[] {
  const onset = new Map(
    components.map(({ id }) => {
      const first = across.rows[id]?.findIndex((level) => level >= clearLevel) ?? -1;
      return [id, first < 0 ? Infinity : first];
    }),
  );
  return components.toSorted((a, b) => {
    const [first, second] = [onset.get(a.id)!, onset.get(b.id)!];
    return first === second ? 0 : first - second;
  });
}
