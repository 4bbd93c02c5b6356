import { type Role, roles } from "@homeostat/core/protocol";
import { type Command, Option } from "commander";

/** `homeostat operator`: makes the file of people who may use the console, person by person. */
export function operator(program: Command): void {
  program
    .command("operator")
    .description("add somebody to an operators file, and print their token")
    .argument("<name>", "who; somebody who is listed already gets a new token")
    .addOption(new Option("--role <role>", "what they may do").choices(roles).default("operator"))
    .option("--file <file>", "the operators file (YAML), made where there is none", "operators.yaml")
    .addHelpText(
      "after",
      `
The file keeps a digest only: the token is printed once, for you to pass on. A running console follows the file at once.

Example:
  homeostat operator ana --role lead
  homeostat operator ben
  homeostat up --operators operators.yaml`,
    )
    .action(async (name: string, { role, file }: { role: Role; file: string }) => {
      // The other commands start without the server.
      const { addOperator } = await import("@homeostat/server");
      process.stdout.write(`${addOperator(file, name, role)}\n`);
    });
}
