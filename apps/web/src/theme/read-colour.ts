/** The colour that a token has in the theme of this moment, as `rgb(…)`: for canvases, which know no custom properties. */
export function readColour(token: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(--${token})`;
  probe.hidden = true;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
