import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface DovecotPorts {
  port: number;
  /** Implicit TLS, null without. */
  tlsPort: number | null;
}

/** A complete configuration for an unprivileged Dovecot 2.3 that keeps everything below `home`. */
export function dovecotConfiguration(
  home: string,
  { port, tlsPort }: DovecotPorts,
  capability: string | undefined,
  account: string,
): string {
  return `
protocols = imap
listen = 127.0.0.1
base_dir = ${home}/run
state_dir = ${home}/run
log_path = ${home}/log
default_internal_user = ${account}
default_internal_group = ${account === "nobody" ? "nogroup" : account}
default_login_user = ${account}
default_vsz_limit = 0
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_max_userip_connections = 100
mail_location = maildir:~/:UTF-8
mailbox_list_index = no
first_valid_uid = 1
first_valid_gid = 1
${capability === undefined ? "" : `imap_capability = ${capability}`}
${
  tlsPort === null
    ? "ssl = no"
    : `ssl = yes
ssl_cert = <${home}/server.pem
ssl_key = <${home}/server.key`
}
passdb {
  driver = passwd-file
  args = ${home}/users
}
userdb {
  driver = static
  args = uid=${account} gid=${account === "nobody" ? "nogroup" : account} home=${home}/mail/%u
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Drafts {
    special_use = \\Drafts
    auto = create
  }
  mailbox Sent {
    special_use = \\Sent
    auto = create
  }
  mailbox Junk {
    special_use = \\Junk
    auto = create
  }
  mailbox Trash {
    special_use = \\Trash
    auto = create
  }
}
service imap-login {
  chroot =
  process_min_avail = 1
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tlsPort ?? 0}
    ssl = yes
  }
}
service anvil {
  chroot =
  # Without this, each refused password slows all later sign-ins from 127.0.0.1 down by seconds.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
`;
}

/** Makes an authority and, signed by it, `server.pem` and `server.key` for localhost in `folder`. Returns the authority's certificate (PEM). */
export async function makeCertificate(folder: string): Promise<string> {
  const openssl = (...args: string[]) => run("openssl", args, { cwd: folder });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  await writeFile(join(folder, "san.cnf"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
  await openssl("req", "-x509", ...key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Test authority");
  await openssl("req", ...key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost");
  await openssl(
    "x509",
    "-req",
    "-in",
    "server.csr",
    "-CA",
    "ca.pem",
    "-CAkey",
    "ca.key",
    "-CAcreateserial",
    "-days",
    "2",
    "-extfile",
    "san.cnf",
    "-out",
    "server.pem",
  );
  return readFile(join(folder, "ca.pem"), "utf8");
}
