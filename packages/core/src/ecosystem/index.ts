export { type Affected, affectedBy } from "./affected.ts";
export { predictReach } from "./predict-reach.ts";
