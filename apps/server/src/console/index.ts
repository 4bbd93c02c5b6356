export { Gateway } from "./gateway.ts";
export { httpApp } from "./http-app.ts";
export { Operators } from "./operators.ts";
export { addOperator } from "./operators-file.ts";
export { Sessions } from "./sessions.ts";
export { trustedOrigins } from "./trusted-origins.ts";
