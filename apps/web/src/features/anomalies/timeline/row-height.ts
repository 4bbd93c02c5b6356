/** The height of a component's row in CSS pixels: room for a finger. */
export const rowHeight = 24;
