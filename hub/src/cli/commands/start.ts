import { command } from "../run.ts";
import { ROOT } from "../root.ts";
import { startOptions } from "../supervisor/settings.ts";
import { start } from "../supervisor/start.ts";

export default command({
  meta: { name: "start", description: "Starts database, Temporal, hub and worker, and keeps them running until Ctrl-C." },
  args: {
    port: { type: "string", valueHint: "PORT", description: "where the hub listens (default 7070)" },
    data: { type: "string", valueHint: "DIR", description: "where everything is kept (default .kronika)" },
    demo: { type: "boolean", description: "with a demo company, its sign-in is printed" },
    build: { type: "boolean", default: true, description: "build what has changed", negativeDescription: "take what was built before" },
    open: { type: "boolean", description: "open the browser when it is ready" },
  },
  run: ({ args }) => start(startOptions(args, process.env, ROOT), process.env),
});
