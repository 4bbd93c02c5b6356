import type { Expression } from "./expression.ts";
import type { FaultTree, Gate } from "./fault-tree.ts";

/** A fault tree in the Open-PSA Model Exchange Format, such that `readOpenPsa` gives back the same tree. */
export function writeOpenPsa(tree: FaultTree): string {
  const lines: string[] = ['<?xml version="1.0" encoding="UTF-8"?>', "<opsa-mef>"];
  let depth = 1;
  const put = (text: string) => lines.push(`${"  ".repeat(Math.min(depth, 20))}${text}`);
  const open = (text: string) => {
    put(`<${text}>`);
    depth++;
  };
  const close = (tag: string) => {
    depth--;
    put(`</${tag}>`);
  };
  const label = (text: string | undefined) => {
    if (text !== undefined) put(`<label>${escapeXml(text)}</label>`);
  };
  const expression = (value: Expression): void => {
    switch (value.kind) {
      case "number":
        put(`<float value="${value.value}"/>`);
        break;
      case "parameter":
        put(`<parameter name="${escapeXml(value.name)}"/>`);
        break;
      case "mission-time":
        put("<system-mission-time/>");
        break;
      case "function":
        open(value.name);
        for (const arg of value.args) expression(arg);
        close(value.name);
        break;
    }
  };
  const gates = new Map(tree.gates.map((gate) => [gate.name, gate]));
  const houseEvents = new Map(tree.houseEvents.map((event) => [event.name, event]));
  const isConstant = (name: string) => name === "--true" || name === "--false";

  const reference = (name: string) => {
    if (isConstant(name)) put(`<constant value="${name === "--true"}"/>`);
    else {
      const kind = gates.has(name) ? "gate" : houseEvents.has(name) ? "house-event" : "basic-event";
      put(`<${kind} name="${escapeXml(name)}"/>`);
    }
  };
  // Inner gates are written where they are used, by a stack of what is still to be written.
  const formula = (top: Gate) => {
    const pending: (Gate | { arg: string } | { end: string })[] = [top];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if ("end" in next) close(next.end);
      else if ("arg" in next) {
        const inner = gates.get(next.arg);
        if (inner?.isInner === true) pending.push(inner);
        else reference(next.arg);
      } else {
        const { operator, k, args } = next;
        if (operator !== "null") {
          open(operator === "atleast" ? `atleast min="${k}"` : operator);
          pending.push({ end: operator });
        }
        for (const arg of args.toReversed()) pending.push({ arg });
      }
    }
  };

  open(`define-fault-tree name="${escapeXml(tree.name)}"`);
  for (const gate of tree.gates) {
    if (gate.isInner === true) continue;
    open(`define-gate name="${escapeXml(gate.name)}"`);
    label(gate.label);
    formula(gate);
    close("define-gate");
  }
  for (const { name, model, members, probability, factors } of tree.commonCauseGroups) {
    open(`define-CCF-group name="${escapeXml(name)}" model="${model}"`);
    open("members");
    for (const member of members) put(`<basic-event name="${escapeXml(member)}"/>`);
    close("members");
    open("distribution");
    expression(probability);
    close("distribution");
    open("factors");
    for (const { level, value } of factors) {
      open(`factor level="${level}"`);
      expression(value);
      close("factor");
    }
    close("factors");
    close("define-CCF-group");
  }
  close("define-fault-tree");
  open("model-data");
  for (const { name, state } of tree.houseEvents) {
    if (isConstant(name)) continue;
    open(`define-house-event name="${escapeXml(name)}"`);
    put(`<constant value="${state}"/>`);
    close("define-house-event");
  }
  for (const event of tree.events) {
    open(`define-basic-event name="${escapeXml(event.name)}"`);
    label(event.label);
    expression(event.probability);
    close("define-basic-event");
  }
  for (const { name, value } of tree.parameters) {
    open(`define-parameter name="${escapeXml(name)}"`);
    expression(value);
    close("define-parameter");
  }
  close("model-data");
  lines.push("</opsa-mef>", "");
  return lines.join("\n");
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[char]!);
}
