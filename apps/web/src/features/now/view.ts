import { useEffect, useState } from "react";
import { readSetting, writeSetting } from "../../theme/index.ts";

export const views = ["map", "both", "outline"] as const;
export type View = (typeof views)[number];

const roomForBoth = "(min-width: 110rem)";
/** As the theme's `wide`: below it there is no room for a map, and the outline says the same. */
const roomForMap = "(min-width: 64rem)";

/** Map, outline or both; in a narrow or much enlarged window always the outline. */
export function useView() {
  const [view, set] = useState<View>(() =>
    readSetting("view", views, matchMedia(roomForBoth).matches ? "both" : "map"),
  );
  const [fitsMap, setFits] = useState(() => matchMedia(roomForMap).matches);
  useEffect(() => {
    const media = matchMedia(roomForMap);
    const read = () => setFits(media.matches);
    media.addEventListener("change", read);
    return () => media.removeEventListener("change", read);
  }, []);
  return {
    view,
    setView: (next: View) => {
      writeSetting("view", next);
      set(next);
    },
    showsMap: fitsMap && view !== "outline",
    showsOutline: !fitsMap || view !== "map",
  };
}
