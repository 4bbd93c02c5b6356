export { type Forkable, Rehearser, type Stand } from "./rehearser.ts";
