import { stripVTControlCharacters } from "node:util";
import { type ArgsDef, type CommandDef, defineCommand, renderUsage, runCommand, type SubCommandsDef } from "citty";
import { AppError } from "@kronika/core/errors.ts";
import { Failure, messageOf } from "./failure.ts";

/** The command was used wrongly: its usage is shown, exit 2. */
export class WrongUse extends Error {}

/** A command said what is wrong by its output already: exit 1 without another word. */
export class Unsuccessful extends Error {}

/** A command of ours: like citty's, and a flag that it does not know is refused instead of ignored. */
export function command<const T extends ArgsDef>(def: CommandDef<T> & { args: T }): CommandDef<T> {
  return defineCommand<T>({
    ...def,
    run: async (context) => {
      assertKnownFlags(Object.keys(context.args), def.args);
      await def.run?.(context);
    },
  });
}

/**
 * Runs the command line.
 * @returns the exit code
 */
export async function runKronika(root: CommandDef, argv: string[]): Promise<number> {
  const { command: chosen, parent, rest } = await choose(root, argv);
  const asksForHelp = argv.some((word) => word === "--help" || word === "-h");
  if (asksForHelp || argv.length === 0) {
    process.stdout.write(`${await usage(chosen, parent, process.stdout)}\n`);
    return asksForHelp ? 0 : 2;
  }
  try {
    if (await resolve(chosen.subCommands))
      throw new WrongUse(rest[0] === undefined ? "A command is missing." : `There is no command "${rest[0]}".`);
    await runCommand(chosen, { rawArgs: rest });
    return 0;
  } catch (error) {
    if (error instanceof Unsuccessful) return 1;
    if (error instanceof WrongUse || (error instanceof Error && error.name === "CLIError")) {
      process.stderr.write(`✗ ${error.message}\n\n${await usage(chosen, parent, process.stderr)}\n`);
      return 2;
    }
    // Only what nobody foresaw shows where it happened.
    const foreseen = error instanceof Failure || error instanceof AppError;
    process.stderr.write(`✗ ${foreseen ? describe(error) : error instanceof Error ? (error.stack ?? error.message) : messageOf(error)}\n`);
    return 1;
  }
}

/** Colours are for terminals. */
async function usage(command: CommandDef, parent: CommandDef | undefined, to: NodeJS.WriteStream): Promise<string> {
  const text = await renderUsage(command, parent);
  return to.isTTY ? text : stripVTControlCharacters(text);
}

function describe(error: Failure | AppError): string {
  const fields = error instanceof AppError ? error.fields.map(({ pointer, message }) => `${pointer}: ${message}`) : [];
  return [error.message, ...fields].join("\n  ");
}

/** Goes down the words of the commands: `token create ...` is the command `create` of `token`. */
async function choose(root: CommandDef, argv: string[]): Promise<{ command: CommandDef; parent?: CommandDef; rest: string[] }> {
  let [command, parent, rest]: [CommandDef, CommandDef | undefined, string[]] = [root, undefined, argv];
  for (;;) {
    const subCommands: SubCommandsDef | undefined = await resolve(command.subCommands);
    const [word = "", ...others] = rest;
    if (!subCommands || !Object.hasOwn(subCommands, word)) return { command, rest, ...(parent ? { parent } : {}) };
    const next: CommandDef | undefined = await resolve(subCommands[word]);
    if (!next) return { command, rest, ...(parent ? { parent } : {}) };
    [command, parent, rest] = [next, command, others];
  }
}

const resolve = async <T>(value: T | Promise<T> | (() => T) | (() => Promise<T>)): Promise<T> =>
  typeof value === "function" ? await (value as () => T | Promise<T>)() : await value;

function assertKnownFlags(given: string[], known: ArgsDef): void {
  const names = new Set([
    "_",
    ...Object.entries(known).flatMap(([name, arg]) => [name, ...("alias" in arg ? [arg.alias ?? []].flat() : [])]),
  ]);
  // The parser adds the other spelling of a name with a hyphen by itself.
  const unknown = given.find((name) => !names.has(name) && !names.has(hyphenated(name)));
  if (unknown !== undefined) throw new WrongUse(`There is no flag --${hyphenated(unknown)}.`);
}

const hyphenated = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
