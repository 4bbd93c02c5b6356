import { SaxesParser } from "saxes";
import { InputError } from "../../kernel/index.ts";
import type {
  Architecture,
  ArchitectureComponent,
  ArchitectureComponentType,
  LifeCycleState,
  Tenant,
} from "./architecture.ts";

type Attributes = Readonly<Record<string, string>>;

const states: readonly string[] = ["STARTED", "DEPLOYED", "UNDEPLOYED", "UNKNOWN"];

/**
 * Reads an architecture model (`.comparch`, XML). What it holds besides types, components, interfaces and connectors is
 * passed over.
 *
 * @throws {InputError} with the line, for text that is not XML, a missing attribute, or a reference to nothing
 */
export function readArchitecture(text: string, file?: string): Architecture {
  const parser = new SaxesParser<{ position: true; xmlns: false }>({ position: true, xmlns: false });
  const fail = (reason: string): never => {
    throw new InputError(reason, { file, line: parser.line });
  };
  parser.on("error", ({ message }) => fail(`this is not XML: ${message.replace(/^(undefined:)?\d+:\d+: /, "")}`));
  parser.on("doctype", () => fail("a document type is not allowed here; take the <!DOCTYPE …> out"));

  const componentTypes = new Map<string, ArchitectureComponentType>();
  const interfaceTypes = new Map<string, string>();
  const tenants: Tenant[] = [];
  const path: string[] = [];
  let name: string | undefined;

  parser.on("opentag", (tag) => {
    const attributes = tag.attributes as Attributes;
    const get = (key: string): string => attributes[key] ?? fail(`<${tag.name}> has no ${key}; give one`);
    const figure = (key: string): number => {
      const value = Number(get(key));
      return Number.isFinite(value) ? value : fail(`${key} of <${tag.name}> is not a number`);
    };
    const list = (key: string): string[] => (attributes[key] ?? "").split(" ").filter((uid) => uid !== "");
    const component = (): ArchitectureComponent =>
      tenants.at(-1)?.components.at(-1) ?? fail(`<${tag.name}> stands outside a component`);
    const place = path.join("/");
    path.push(tag.name);
    if (place === "") {
      if (!/(^|:)Architecture$/.test(tag.name)) fail(`<${tag.name}> is no architecture; give a .comparch file`);
      name = attributes["name"] ?? "Architecture";
    } else if (tag.name === "componentTypes") {
      const uid = get("uid");
      componentTypes.set(uid, {
        uid,
        name: get("name"),
        criticality: figure("criticality"),
        reliability: figure("reliability"),
        required: list("requiredInterfaceTypes"),
        provided: list("providedInterfaceTypes"),
      });
    } else if (tag.name === "interfaceTypes") {
      interfaceTypes.set(get("uid"), get("fqName"));
    } else if (tag.name === "tenants") {
      tenants.push({ name: get("name"), components: [] });
    } else if (tag.name === "components") {
      const state = get("state");
      if (!states.includes(state)) fail(`the state ${state} is not known; give one of ${states.join(", ")}`);
      (tenants.at(-1) ?? fail("a component stands outside a tenant")).components.push({
        uid: get("uid"),
        name: get("name"),
        type: get("type"),
        criticality: figure("criticality"),
        state: state as LifeCycleState,
        required: [],
        provided: [],
      });
    } else if (tag.name === "requiredInterfaces") {
      component().required.push({ uid: get("uid"), type: get("type"), target: undefined });
    } else if (tag.name === "providedInterfaces") {
      component().provided.push({ uid: get("uid"), type: get("type"), exceptions: 0 });
    } else if (tag.name === "connector") {
      const required = component().required.at(-1) ?? fail("a connector stands outside a required interface");
      required.target = get("target");
    } else if (tag.name === "exceptions") {
      const provided = component().provided.at(-1);
      if (provided !== undefined) provided.exceptions++;
    }
  });
  parser.on("closetag", () => path.pop());
  parser.write(text).close();

  const architecture = {
    name: name ?? fail("the file holds no architecture"),
    componentTypes,
    interfaceTypes,
    tenants,
  };
  checkReferences(architecture, file);
  return architecture;
}

function checkReferences({ componentTypes, tenants }: Architecture, file: string | undefined): void {
  for (const { components } of tenants) {
    const provided = new Set(components.flatMap((component) => component.provided.map(({ uid }) => uid)));
    for (const { name, type, required } of components) {
      if (!componentTypes.has(type)) {
        throw new InputError(`the type ${type} of "${name}" is not in the file; add it`, { file, field: name });
      }
      for (const { target } of required) {
        if (target !== undefined && !provided.has(target)) {
          throw new InputError(`"${name}" is connected to ${target}, which no component provides`, {
            file,
            field: name,
          });
        }
      }
    }
  }
}
