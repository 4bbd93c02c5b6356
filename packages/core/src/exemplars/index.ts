export { type Architecture } from "./mrubis/architecture.ts";
export { readArchitecture } from "./mrubis/read-architecture.ts";
export { type MrubisOptions, type MrubisRun, runMrubis } from "./mrubis/run-mrubis.ts";
export { architectureUtility } from "./mrubis/utility.ts";
export { homeostatManager } from "./swim/homeostat-manager.ts";
export { doNothing, holdManager, reactiveManager, staticManager, type SwimManager } from "./swim/manager.ts";
export { readTrace } from "./swim/read-trace.ts";
export { simulateSwim, type SwimOptions, type SwimRun } from "./swim/swim-simulation.ts";
export { syntheticTrace, type TraceShape, traceShapes } from "./swim/synthetic-trace.ts";
