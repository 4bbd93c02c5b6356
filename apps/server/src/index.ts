export { addOperator } from "./console/index.ts";
export { type RunningServer, type ServerOptions, startServer } from "./main.ts";
