import { PasswordForm } from "./password-form.tsx";
import { SignIns } from "./sign-ins.tsx";
import { Tokens } from "./tokens.tsx";

/** Password, sign-ins and tokens. */
export function SecuritySettings() {
  return (
    <>
      <PasswordForm />
      <SignIns />
      <Tokens />
    </>
  );
}
