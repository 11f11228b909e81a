import { DATA_FLAG, findAccess } from "../access.ts";
import { examineDatabase } from "../doctor/database.ts";
import { examine, type Finding } from "../doctor/finding.ts";
import { examineMachine } from "../doctor/machine.ts";
import { examineConnections, examineHub, examineTemporal, examineTrails } from "../doctor/services.ts";
import { command, Unsuccessful } from "../run.ts";
import { ROOT } from "../root.ts";

export default command({
  meta: { name: "doctor", description: "Looks at each part and each connection, and names the cure of what is wrong." },
  args: { json: { type: "boolean", description: "the findings as JSON" }, ...DATA_FLAG },
  run: async ({ args }) => {
    const findings = await examineAll(args.data);
    const ok = findings.every((finding) => finding.ok);
    if (args.json) process.stdout.write(`${JSON.stringify({ ok, findings })}\n`);
    else for (const finding of findings) process.stdout.write(`${finding.ok ? "✓" : "✗"} ${finding.name}: ${finding.detail}\n`);
    if (!ok) throw new Unsuccessful();
  },
});

async function examineAll(data: string | undefined): Promise<Finding[]> {
  const machine = await examineMachine(data ?? process.env["KRONIKA_DATA"] ?? `${ROOT}.kronika`);
  try {
    const access = findAccess(data, process.env);
    const database = await examineDatabase(access);
    const well = database.every(({ ok }) => ok);
    return [
      ...machine,
      ...database,
      ...(await examineTemporal(access)),
      await examineHub(access),
      ...(well ? await connections(access) : []),
    ];
  } catch (error) {
    return [...machine, await examine("Kronika", () => Promise.reject(error))];
  }
}

async function connections(access: Parameters<typeof examineConnections>[0]): Promise<Finding[]> {
  try {
    return [...(await examineConnections(access)), ...(await examineTrails(access))];
  } catch (error) {
    return [await examine("Connections", () => Promise.reject(error))];
  }
}
