import type { Command } from "commander";
import { carbon } from "./carbon/index.ts";
import { detect } from "./detect.ts";
import { forecast } from "./forecast.ts";
import { importSystem } from "./import.ts";
import { knowledge } from "./knowledge.ts";
import { mrubis } from "./mrubis.ts";
import { operator } from "./operator.ts";
import { quantum } from "./quantum/index.ts";
import { reliability } from "./reliability.ts";
import { rootcause } from "./rootcause.ts";
import { swim } from "./swim.ts";
import { test } from "./test.ts";
import { up } from "./up.ts";

/** Every command: each adds itself, with its options, help and example, to the program. One file a command. */
export const commands: readonly ((program: Command) => void)[] = [
  carbon,
  detect,
  forecast,
  importSystem,
  knowledge,
  mrubis,
  operator,
  quantum,
  reliability,
  rootcause,
  swim,
  test,
  up,
];
