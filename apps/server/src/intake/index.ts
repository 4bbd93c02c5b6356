export { shotRoutes } from "./shot-routes.ts";
export { StreamDesk } from "./stream-desk.ts";
