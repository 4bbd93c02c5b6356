import { describe, expect, it } from "vitest";
import { type Fault, parseSystem } from "../system/index.ts";
import { predictReach } from "./index.ts";

const model = parseSystem(`name: shop
components:
  - { id: web, kind: gateway }
  - { id: shop, kind: service, replicas: 3, requiredReplicas: 2 }
  - { id: db, kind: database }
  - { id: ads, kind: external }
dependencies:
  - { from: web, to: shop }
  - { from: shop, to: db }
  - { from: shop, to: ads, kind: soft }
`);
const reach = (fault: Fault) => predictReach(model, fault).map(({ component, how }) => `${component} ${how}`);

describe("predictReach", () => {
  it("passes a stop on along hard dependencies", () => {
    expect(reach({ kind: "crash", component: "db" })).toEqual(["db fails", "shop fails", "web fails"]);
    expect(reach({ kind: "hang", component: "ads" })).toEqual(["ads fails", "shop degrades"]);
  });

  it("counts replicas: a crash that leaves enough of them reaches nobody else", () => {
    expect(reach({ kind: "crash", component: "shop" })).toEqual(["shop degrades"]);
    expect(reach({ kind: "crash", component: "shop", dose: 2 })).toEqual(["shop fails", "web fails"]);
  });

  it("only degrades where the component slows, and reaches nobody where only its telemetry lies", () => {
    expect(reach({ kind: "latency", component: "db" })).toEqual(["db degrades", "shop degrades", "web degrades"]);
    expect(reach({ kind: "tampering", component: "db" })).toEqual(["db degrades"]);
  });

  it("looks at what a partition cuts off", () => {
    expect(reach({ kind: "partition", component: "shop", to: "ads" })).toEqual(["shop degrades"]);
    expect(reach({ kind: "partition", component: "shop", to: "db" })).toEqual(["shop fails", "web fails"]);
  });

  it("is empty for a component that is not there", () => {
    expect(reach({ kind: "crash", component: "nobody" })).toEqual([]);
  });
});
