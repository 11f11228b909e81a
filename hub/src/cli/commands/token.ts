import { defineCommand } from "citty";
import { createTokenForCli } from "../../services/tokens/create-for-cli.ts";
import { DATA_FLAG, findAccess, withDeps } from "../access.ts";
import { command } from "../run.ts";

const create = command({
  meta: { name: "create", description: "Makes an API token for somebody. It is shown once." },
  args: {
    user: { type: "string", valueHint: "EMAIL", required: true, description: "whose rights the token has" },
    scope: { type: "string", valueHint: "SCOPE,...", description: "read, write, admin; everything that the person may do unless given" },
    name: { type: "string", description: "what it is for, shown in the list of tokens" },
    json: { type: "boolean", description: "the answer as JSON" },
    ...DATA_FLAG,
  },
  run: async ({ args }) => {
    const { token } = await withDeps(findAccess(args.data, process.env), (deps) =>
      createTokenForCli(deps, {
        email: args.user,
        ...(args.name === undefined ? {} : { name: args.name }),
        ...(args.scope === undefined ? {} : { scopes: args.scope.split(",").map((scope) => scope.trim()) }),
      }),
    );
    process.stdout.write(args.json ? `${JSON.stringify({ token })}\n` : `${token}\n`);
  },
});

export default defineCommand({ meta: { name: "token", description: "API tokens." }, subCommands: { create } });
