import { useQuery } from "@tanstack/react-query";
import { confirmationQuery } from "../../api/accounts.ts";
import { Passkeys } from "./passkeys.tsx";
import { PasswordForm } from "./password-form.tsx";
import { SecondFactor } from "./second-factor.tsx";
import { SignIns } from "./sign-ins.tsx";
import { Tokens } from "./tokens.tsx";

/** My sign-in: password, second factor, passkeys, where I am signed in, tokens. */
export function SecuritySettings() {
  const standing = useQuery(confirmationQuery).data;
  return (
    <>
      {standing?.hasPassword === false ? null : <PasswordForm />}
      <SecondFactor />
      <Passkeys />
      <SignIns />
      <Tokens />
    </>
  );
}
