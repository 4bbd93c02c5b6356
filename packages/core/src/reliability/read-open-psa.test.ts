import { describe, expect, it } from "vitest";
import { Rng } from "../kernel/index.ts";
import { analyseFaultTree } from "./analysis.ts";
import { compileFaultTree } from "./compile-fault-tree.ts";
import { decodeXml } from "./read-xml.ts";
import { readOpenPsa } from "./read-open-psa.ts";
import { writeOpenPsa } from "./write-open-psa.ts";

const wrap = (body: string) => `<?xml version="1.0"?>
<opsa-mef>
${body}
</opsa-mef>
`;
const good = wrap(`<define-fault-tree name="pump">
<define-gate name="top"><or><gate name="both"/><basic-event name="c"/></or></define-gate>
<define-gate name="both"><and><basic-event name="a"/><basic-event name="b"/></and></define-gate>
</define-fault-tree>
<model-data>
<define-basic-event name="a"><float value="0.1"/></define-basic-event>
<define-basic-event name="b"><float value="0.2"/></define-basic-event>
<define-basic-event name="c"><float value="0.01"/></define-basic-event>
</model-data>`);

const sentenceFor = (text: string): string => {
  try {
    compileFaultTree(readOpenPsa(text, { file: "pump.xml" }));
  } catch (error) {
    return (error as Error).message;
  }
  return "accepted";
};
const probabilityOf = (text: string): number => {
  const analysis = analyseFaultTree(readOpenPsa(text));
  if (analysis.kind !== "exact") throw new Error("must fit");
  return analysis.probability().p;
};
const withEvent = (expression: string) =>
  wrap(
    `<define-fault-tree name="t"><define-gate name="top"><or><basic-event name="a"/></or></define-gate>` +
      `<define-basic-event name="a">${expression}</define-basic-event></define-fault-tree>`,
  );

describe("readOpenPsa", () => {
  it("reads gates and probabilities", () => {
    expect(sentenceFor(good)).toBe("accepted");
    expect(probabilityOf(good)).toBeCloseTo(1 - (1 - 0.02) * (1 - 0.01), 15);
  });

  it.each([
    ["a cycle", good.replace('<basic-event name="a"/>', '<gate name="top"/>'), "pump.xml:5: the gates form a cycle"],
    [
      "a gate without arguments",
      good.replace('<and><basic-event name="a"/><basic-event name="b"/></and>', "<and></and>"),
      'pump.xml:5: the gate "both" has no arguments',
    ],
    ["an empty gate", good.replace(/<and>.*<\/and>/, ""), 'pump.xml:5: the gate "both" has no arguments'],
    [
      "an undefined event",
      good.replace('<define-basic-event name="b"><float value="0.2"/></define-basic-event>', ""),
      'pump.xml:5: "b" is not defined',
    ],
    [
      "a probability of 1.2",
      good.replace("0.2", "1.2"),
      'pump.xml:9: the probability of "b" is 1.2; give a value from 0 to 1',
    ],
    ["a negative probability", good.replace("0.2", "-0.2"), 'pump.xml:9: the probability of "b" is -0.2'],
    ["a probability that is no number", good.replace("0.2", "often"), 'pump.xml:9: "often" is not a number'],
    ["a file cut in half", good.slice(0, good.length / 2), "pump.xml:6: this is not well-formed XML: unclosed tag"],
    ["an empty file", "", "this is not well-formed XML"],
    [
      "a billion laughs",
      `<?xml version="1.0"?>\n<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol1 "&lol;&lol;&lol;&lol;">]>\n<opsa-mef>&lol1;</opsa-mef>`,
      "pump.xml:2: the file declares a document type",
    ],
    [
      "an entity without a type",
      good.replace('name="pump"', 'name="&pump;"'),
      "pump.xml:3: this is not well-formed XML",
    ],
    ["another document", "<html></html>", "pump.xml:1: <html> is not an Open-PSA model"],
    [
      "an event tree",
      good.replace("<model-data>", '<define-event-tree name="x"/>\n<model-data>'),
      "pump.xml:7: <define-event-tree> is not read here",
    ],
    ["an unknown formula", good.replace(/<(\/?)and>/g, "<$1imply>"), "pump.xml:5: <imply> is not read here"],
    [
      "an unknown expression",
      good.replace('<float value="0.2"/>', "<histogram/>"),
      "pump.xml:9: <histogram> is not read here",
    ],
    [
      "an event defined twice",
      good.replace('event name="b"><float', 'event name="a"><float'),
      'pump.xml:9: "a" is already defined on line 8',
    ],
    [
      "k above n",
      good.replace("<and>", '<atleast min="3">').replace("</and>", "</atleast>"),
      'pump.xml:5: the gate "both" asks for 3 of 2 arguments; give a whole number from 1 to 2',
    ],
    [
      "a threshold that is missing",
      good.replace("<and>", "<atleast>").replace("</and>", "</atleast>"),
      "pump.xml:5: <atleast> has no min",
    ],
    ["an event without probability", good.replace('<float value="0.2"/>', ""), 'name="b"> holds no value'],
    [
      "two top gates",
      good.replace(
        "<model-data>",
        '<define-fault-tree name="u"><define-gate name="v"><basic-event name="a"/></define-gate></define-fault-tree><model-data>',
      ),
      'pump.xml:7: the model has 2 gates that no other gate takes ("top", "v"); say which',
    ],
    [
      "a parameter that is defined by itself",
      good
        .replace('<float value="0.2"/>', '<parameter name="p"/>')
        .replace("<model-data>", '<model-data>\n<define-parameter name="p"><parameter name="p"/></define-parameter>'),
      'pump.xml:8: the parameter "p" is defined by itself',
    ],
  ])("answers %s with one sentence and the line", (_, text, sentence) => {
    expect(sentenceFor(text)).toContain(sentence);
    expect(sentenceFor(text)).not.toContain("\n");
  });

  it("reads UTF-16 of both byte orders, with and without a mark, as it reads UTF-8", () => {
    const text = good.replace("pump", "泵");
    const units = Uint16Array.from(text, (char) => char.charCodeAt(0));
    const little = new Uint8Array(units.buffer);
    const big = Uint8Array.from(little, (_, i) => little[i ^ 1]!);
    for (const bytes of [
      new TextEncoder().encode(text),
      little,
      big,
      Uint8Array.from([0xff, 0xfe, ...little]),
      Uint8Array.from([0xfe, 0xff, ...big]),
    ])
      expect(readOpenPsa(decodeXml(bytes)).name).toBe("泵");
    expect(() => decodeXml(Uint8Array.from([0x3c, 0xff, 0xff]), "x.xml")).toThrow(
      "x.xml:1: the file is not UTF-8 text",
    );
  });

  it.each([
    ['<exponential><float value="1e-3"/><float value="100"/></exponential>', -Math.expm1(-0.1)],
    ["<exponential><float value='1e-6'/><system-mission-time/></exponential>", -Math.expm1(-8760e-6)],
    ['<GLM><float value="0"/><float value="0.01"/><float value="0.09"/><float value="1e6"/></GLM>', 0.1],
    [
      '<Weibull><float value="100"/><float value="2"/><float value="0"/><float value="50"/></Weibull>',
      -Math.expm1(-0.25),
    ],
    [
      '<periodic-test><float value="1e-3"/><float value="100"/><float value="0"/><float value="250"/></periodic-test>',
      -Math.expm1(-0.05),
    ],
    // Repaired so fast that waiting for the repair adds nothing.
    [
      '<periodic-test><float value="1e-3"/><float value="1e9"/><float value="100"/><float value="0"/><float value="250"/></periodic-test>',
      -Math.expm1(-0.05),
    ],
    // Never repaired: as if never tested.
    [
      '<periodic-test><float value="1e-3"/><float value="0"/><float value="100"/><float value="0"/><float value="250"/></periodic-test>',
      -Math.expm1(-0.25),
    ],
    ['<div><float value="2"/><add><float value="2"/><float value="6"/></add></div>', 0.25],
    ['<lognormal-deviate><float value="0.01"/><float value="3"/><float value="0.95"/></lognormal-deviate>', 0.01],
    ['<uniform-deviate><float value="0.1"/><float value="0.3"/></uniform-deviate>', 0.2],
    ['<beta-deviate><float value="1"/><float value="3"/></beta-deviate>', 0.25],
    ['<gamma-deviate><float value="2"/><float value="0.05"/></gamma-deviate>', 0.1],
  ])("evaluates %s", (expression, probability) => {
    expect(probabilityOf(withEvent(expression))).toBeCloseTo(probability, 8);
  });

  it("takes parameters defined by one another 14,000 deep, and each twice by the next", () => {
    const depth = 14_000;
    const definition = (name: string, value: string) => `<define-parameter name="${name}">${value}</define-parameter>`;
    const use = (name: string) => `<parameter name="${name}"/>`;
    const half = '<float value="0.5"/>';
    const parameters = Array.from({ length: depth }, (_, i) =>
      definition(`p${i}`, `<mul>${half}<add>${use(`p${i + 1}`)}${use(`p${i + 1}`)}</add></mul>`),
    );
    parameters.push(
      definition(`p${depth}`, '<uniform-deviate><float value="0.1"/><float value="0.3"/></uniform-deviate>'),
    );
    const text = wrap(
      `<define-fault-tree name="t"><define-gate name="top"><basic-event name="a"/></define-gate></define-fault-tree><model-data><define-basic-event name="a">${use("p0")}</define-basic-event>${parameters.join("")}</model-data>`,
    );
    const analysis = analyseFaultTree(readOpenPsa(text));
    if (analysis.kind !== "exact") throw new Error("must fit");
    expect(analysis.probability().p).toBeCloseTo(0.2, 12);
    expect(analysis.uncertainty(20, new Rng(1)).uncertainInputs).toBe(1);
    expect(analysis.uncertainty(20, new Rng(1)).p95).toBeGreaterThan(0.27);
  });

  it("keeps private names apart and lets an inner name win", () => {
    const text = wrap(`<define-fault-tree name="plant">
<define-gate name="top"><and><gate name="left"/><gate name="right"/></and></define-gate>
<define-component name="L"><define-gate name="left"><basic-event name="v"/></define-gate>
<define-basic-event name="v" role="private"><float value="0.1"/></define-basic-event></define-component>
<define-component name="R"><define-gate name="right"><basic-event name="v"/></define-gate>
<define-basic-event name="v" role="private"><float value="0.2"/></define-basic-event></define-component>
</define-fault-tree>`);
    expect(probabilityOf(text)).toBeCloseTo(0.02, 15);
    expect(probabilityOf(writeOpenPsa(readOpenPsa(text)))).toBeCloseTo(0.02, 15);
  });

  it.each([
    // Q_1 = (1 − β)Q each, Q_2 = βQ together.
    ["beta-factor", '<factor level="2"><float value="0.1"/></factor>', 0.01 + (1 - 0.01) * 0.09 ** 2],
    ["MGL", '<factor level="2"><float value="0.1"/></factor>', 0.01 + (1 - 0.01) * 0.09 ** 2],
    [
      "alpha-factor",
      '<factor level="1"><float value="0.9"/></factor><factor level="2"><float value="0.1"/></factor>',
      (0.2 / 1.1) * 0.1 + (1 - (0.2 / 1.1) * 0.1) * ((0.9 / 1.1) * 0.1) ** 2,
    ],
  ])("expands a common-cause group by the %s model", (model, factors, probability) => {
    const text = wrap(`<define-fault-tree name="t">
<define-gate name="top"><and><basic-event name="a"/><basic-event name="b"/></and></define-gate>
<define-CCF-group name="pumps" model="${model}"><members><basic-event name="a"/><basic-event name="b"/></members>
<distribution><float value="0.1"/></distribution><factors>${factors}</factors></define-CCF-group>
</define-fault-tree>`);
    expect(probabilityOf(text)).toBeCloseTo(probability, 14);
    expect(probabilityOf(writeOpenPsa(readOpenPsa(text)))).toBeCloseTo(probability, 14);
  });

  it("takes a chain 14,000 gates deep, and a formula nested as deep", () => {
    const depth = 14_000;
    const gates = Array.from(
      { length: depth },
      (_, i) =>
        `<define-gate name="g${i}"><${i % 2 ? "and" : "or"}><basic-event name="e${i % 50}"/>${i + 1 < depth ? `<gate name="g${i + 1}"/>` : '<basic-event name="e7"/>'}</${i % 2 ? "and" : "or"}></define-gate>`,
    ).join("\n");
    const events = Array.from(
      { length: 50 },
      (_, i) => `<define-basic-event name="e${i}"><float value="0.3"/></define-basic-event>`,
    ).join("\n");
    const chain = wrap(`<define-fault-tree name="deep">${gates}</define-fault-tree><model-data>${events}</model-data>`);
    expect(probabilityOf(chain)).toBeGreaterThan(0.3);
    const nested = wrap(
      `<define-fault-tree name="deep"><define-gate name="top">${'<or><basic-event name="e0"/><and><basic-event name="e1"/>'.repeat(depth / 2)}<basic-event name="e2"/>${"</and></or>".repeat(depth / 2)}</define-gate></define-fault-tree><model-data>${events}</model-data>`,
    );
    expect(probabilityOf(nested)).toBeCloseTo(0.3 + 0.7 * 0.3 * 0.3, 14);
    expect(probabilityOf(writeOpenPsa(readOpenPsa(nested)))).toBeCloseTo(0.3 + 0.7 * 0.3 * 0.3, 14);
  });
});
