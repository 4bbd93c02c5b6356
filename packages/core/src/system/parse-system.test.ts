import { describe, expect, it } from "vitest";
import { parseSystem, systemJsonSchema } from "./index.ts";

const good = `name: Shop
components:
  - id: web
    kind: service
    failureProbability: 0.05
  - id: db
    kind: database
dependencies:
  - from: web
    to: db
`;
const messageFor = (text: string): string => {
  try {
    parseSystem(text, "shop.yaml");
  } catch (error) {
    return (error as Error).message;
  }
  return "accepted";
};

describe("parseSystem", () => {
  it("fills in what the file leaves out", () => {
    const model = parseSystem(good);
    expect(model.components[0]).toMatchObject({ replicas: 1, failureProbability: 0.05, recoverySeconds: 60 });
    expect(model.dependencies[0]).toMatchObject({ kind: "hard", timeoutMs: 1000, retries: 0 });
  });

  it.each([
    [
      "an unknown dependency",
      good.replace("to: db", "to: dbb"),
      'shop.yaml:10: dependencies[0].to: there is no component "dbb"; did you mean "db"?',
    ],
    [
      "a recurring job of an unknown component",
      `${good}recurringJobs:\n  - { id: backup, name: Backup, component: dbb, powerW: 1, durationMinutes: 5, releaseAt: "20:00", withinHours: 9 }\n`,
      'shop.yaml:12: recurringJobs[0].component: there is no component "dbb"; did you mean "db"?',
    ],
    [
      "a probability of 1.5",
      good.replace("0.05", "1.5"),
      "shop.yaml:5: components[0].failureProbability: 1.5 is too large; give a value up to 1",
    ],
    [
      "a duplicate id",
      good.replace("id: db", "id: web"),
      'shop.yaml:6: components[1].id: the id "web" is taken by components[0]; give each component an id of its own',
    ],
    [
      "a cycle of hard dependencies",
      `${good}  - from: db\n    to: web\n`,
      "shop.yaml:11: dependencies[1]: hard dependencies form a cycle web → db → web, so none of them could ever start; make one of these dependencies soft or async",
    ],
    ["bad YAML", "name: [unclosed\ncomponents: }", "shop.yaml:2:1: this is not YAML"],
    [
      "an unknown field",
      good.replace("kind: database", "kind: database\n    colour: red"),
      'shop.yaml:8: components[1].colour: the field "colour" is not known here; remove it or check its spelling',
    ],
    [
      "a wrong kind",
      good.replace("kind: database", "kind: abacus"),
      'shop.yaml:7: components[1].kind: "abacus" is not known; give one of service,',
    ],
    ["an empty file", "", "shop.yaml:1: the file holds nothing that can be used; give a system"],
    [
      "a missing id",
      good.replace("id: db\n    kind: database", "kind: database"),
      "shop.yaml:6: components[1].id: this field is missing; give a text",
    ],
  ])("answers %s with one sentence", (_, text, message) => {
    expect(messageFor(text)).toContain(message);
    expect(messageFor(text)).not.toContain("\n");
  });

  it("allows a cycle that a soft dependency breaks", () => {
    expect(messageFor(`${good}  - from: db\n    to: web\n    kind: soft\n`)).toBe("accepted");
  });

  it("refuses aliases that expand without end", () => {
    const bomb = `name: x\na: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ncomponents: [*d,*d,*d]`;
    expect(messageFor(bomb)).toMatch(/^shop.yaml:\d+: /);
  });

  it("publishes a JSON Schema that knows the fields", () => {
    expect(JSON.stringify(systemJsonSchema())).toContain("failureProbability");
  });
});
