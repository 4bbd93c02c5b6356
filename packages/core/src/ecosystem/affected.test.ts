import { describe, expect, it } from "vitest";
import { parseSystem } from "../system/index.ts";
import { affectedBy } from "./index.ts";

const model = parseSystem(`name: t
components:
  - { id: web, kind: gateway }
  - { id: shop, kind: service }
  - { id: ads, kind: service }
  - { id: mail, kind: service }
  - { id: db, kind: database }
dependencies:
  - { from: web, to: shop }
  - { from: web, to: ads, kind: soft }
  - { from: shop, to: db }
  - { from: ads, to: db }
  - { from: mail, to: db, kind: async }
`);

describe("affectedBy", () => {
  it("climbs hard dependencies and stops, degraded, at soft ones", () => {
    const how = Object.fromEntries(affectedBy(model, "db").map((a) => [a.component, `${a.how} ${a.distance}`]));
    expect(how).toEqual({ db: "fails 0", shop: "fails 1", ads: "fails 1", mail: "degrades 1", web: "fails 2" });
    expect(affectedBy(model, "ads").map((a) => `${a.component} ${a.how}`)).toEqual(["ads fails", "web degrades"]);
  });
});
