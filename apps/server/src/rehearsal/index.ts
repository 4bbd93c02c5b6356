export { type Forkable, Rehearser } from "./rehearser.ts";
