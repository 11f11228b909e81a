import { startFixtureHub } from "./fixture-hub.ts";

// For working on the pages: `pnpm --filter @kronika/web fixture`, and `vite` beside it with KRONIKA_HUB set to this address.
const hub = await startFixtureHub({ port: Number(process.env["PORT"] ?? 4400) });
process.stdout.write(`fixture hub at ${hub.url}\n`);
