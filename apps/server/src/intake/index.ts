export { shotRoutes } from "./shot-routes.ts";
export type { DeskStream } from "./desk-stream.ts";
export { StreamDesk } from "./stream-desk.ts";
