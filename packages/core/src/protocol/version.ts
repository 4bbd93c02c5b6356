/** Counts up when a browser of the old version could misread the new server. */
export const protocolVersion = 2;
