import { sourced } from "./sourced.ts";

/** Power usage effectiveness where nobody gives one. */
export const pue = sourced(1.135, "kWh/kWh", "Amazon Web Services, as published");
