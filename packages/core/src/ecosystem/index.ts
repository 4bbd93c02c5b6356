export { type Affected, affectedBy } from "./affected.ts";
