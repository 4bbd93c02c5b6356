/**
 * How full a component may be for its power to be saved, as shares of its capacity in use. What is below
 * `savesUpTo` once a saving is made is saved; from `holdsFrom` on nothing more is; from `givesBackFrom` on what was
 * saved is given back, before the first limit that people start from (0.8) is reached. The steps between them are the
 * hysteresis that keeps a saving from coming and going.
 */
export const headroom = { savesUpTo: 0.5, holdsFrom: 0.6, givesBackFrom: 0.7 } as const;
