export { ActiveFault } from "./active-fault.tsx";
export { type Receipt, receiptsOf } from "./receipts.ts";
export { faultsText } from "./text.ts";
