// The import directions of ARCHITECTURE.md as a lint rule: which room may import which.
const engines = ["reliability", "resilience", "trust", "quantum", "immune", "forecast", "ecosystem", "green"];

/** What each room of packages/core/src may import. A room that is not listed here does not exist. */
const allowed = {
  kernel: [],
  system: ["kernel"],
  ...Object.fromEntries(engines.map((engine) => [engine, ["kernel", "system"]])),
  twin: ["kernel", "system", ...engines],
  exemplars: ["kernel", "system", "autonomy"],
  journal: ["kernel", "system"],
  autonomy: ["kernel", "system", "journal", "twin", ...engines],
  fork: ["kernel", "system", "journal", "twin", "autonomy"],

  protocol: ["kernel", "system", "journal", "twin", "autonomy", "fork", ...engines],
};

const normalise = (parts) => {
  const out = [];
  for (const part of parts) {
    if (part === "..") out.pop();
    else if (part !== "." && part !== "") out.push(part);
  }
  return out;
};

/** @returns {string | undefined} what is wrong with this import, in one sentence */
export function wallProblem(file, specifier) {
  const isTest = /\.(test|bench)\.tsx?$/.test(file);
  const path = file.split("/");
  const target = specifier.startsWith(".") ? normalise([...path.slice(0, -1), ...specifier.split("/")]) : undefined;

  if (file.startsWith("packages/core/src/")) {
    const room = path[3];
    if (!(room in allowed)) return `packages/core/src/${room} is not a room of the house; see tools/room-walls.js`;
    if (!isTest && (specifier.startsWith("node:") || specifier.startsWith("@homeostat/")))
      return `core does no I/O and imports no app, but this imports ${specifier}`;
    if (target === undefined) return undefined;
    if (target[0] !== "packages" || target[1] !== "core")
      return `core imports nothing outside core, but this imports ${specifier}`;
    const other = target[3];
    if (other === room || isTest) return undefined;
    if (!allowed[room].includes(other))
      return `${room} may import ${allowed[room].join(", ") || "nothing"}, but not ${other}`;
    if (target.slice(4).join("/") !== "index.ts") return `import the face ${other}/index.ts, not a file behind it`;
    return undefined;
  }

  if (file.startsWith("apps/web/src/")) {
    if (specifier.startsWith("@homeostat/server") || specifier.startsWith("@homeostat/cli"))
      return "web and server meet only in core/protocol";
    if (/^(recharts|uplot)/.test(specifier) && !file.startsWith("apps/web/src/ui/charts/"))
      return "only ui/charts imports a chart library";
    if (/^socket\.io-client/.test(specifier) && !file.startsWith("apps/web/src/live/"))
      return "only live/ knows of the socket";
    if (target?.[3] === "features" && path[3] === "features" && target[4] !== path[4])
      return `features do not import one another, but ${path[4]} imports ${target[4]}`;
    if (target?.[3] === "features" && path[3] !== "features" && path[3] !== "app") return "only app/ imports features";
    return undefined;
  }

  if (file.startsWith("apps/server/src/") && specifier.startsWith("@homeostat/web"))
    return "web and server meet only in core/protocol";
  return undefined;
}

const rule = {
  create(context) {
    const file = context.filename.replace(`${context.cwd}/`, "");
    const check = (node) => {
      const specifier = node.source?.value;
      if (typeof specifier !== "string") return;
      const problem = wallProblem(file, specifier);
      if (problem !== undefined) context.report({ node: node.source, message: problem });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};

/** Core takes time and chance through the door: a Clock and a seeded Rng. */
const pureCore = {
  create(context) {
    const file = context.filename.replace(`${context.cwd}/`, "");
    if (!file.startsWith("packages/core/src/") || /\.test\.ts$/.test(file)) return {};
    return {
      MemberExpression(node) {
        const text = `${node.object.name}.${node.property.name}`;
        if (["Math.random", "Date.now", "performance.now"].includes(text))
          context.report({ node, message: `core takes time and chance through the door: no ${text}` });
      },
      NewExpression(node) {
        if (node.callee.name === "Date" && node.arguments.length === 0)
          context.report({ node, message: "core takes time through the door: no new Date()" });
      },
      CallExpression(node) {
        if (["setTimeout", "setInterval", "queueMicrotask", "fetch"].includes(node.callee.name))
          context.report({ node, message: `core has no timers and no I/O: no ${node.callee.name}` });
      },
    };
  },
};

export default { meta: { name: "house" }, rules: { "room-walls": rule, "pure-core": pureCore } };
