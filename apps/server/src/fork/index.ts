export { ForkDesk } from "./fork-desk.ts";
export { forkRoutes } from "./fork-routes.ts";
export { TwinKeeper } from "./twin-keeper.ts";
