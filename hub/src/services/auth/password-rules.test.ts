import { describe, expect, test } from "vitest";
import { assertGoodPassword, newPasswordSchema } from "./password-rules.ts";

const about = ["Jana Nováková", "jana.novakova@borovica.example", "Borovica Trade"];
const check = (password: string) => () => assertGoodPassword(password, about, "/password");

describe("what is guessed first is refused", () => {
  test.each([
    "password123",
    "Password2026!",
    "P@ssw0rd!!!",
    "heslo12345",
    "Heslo*2026*",
    "Slovensko2026",
    "bratislava1",
    "1234567890",
    "0987654321",
    "abcdefghij",
    "qwertzuiop",
    "qwertyuiop12",
    "1qaz2wsx3edc",
    "aaaaaaaaaaaa",
    "abababababab",
    "heslohesloheslo",
    "administrator",
    "Kronika2026",
    "Jana Novakova 2026",
    "jana.novakova1",
    "jana.novakova@borovica.example",
    "Nováková1985",
    "novakova-borovica-01",
    "borovica2026!",
  ])("%s", (password) => expect(check(password)).toThrow(expect.objectContaining({ code: "invalid" })));
});

describe("no rules of composition: length is what counts", () => {
  test.each([
    "zelený bicykel pri jazere",
    "correct horse battery staple",
    "Kd8#mQ2x!pLz",
    "mačka spí na peci",
    "heslo pre babku z Oravy",
    "jana ma rada cokoladu",
  ])("%s", (password) => expect(check(password)).not.toThrow());
});

test("the refusal names the field and the reason", () => {
  expect(check("heslo12345")).toThrow(expect.objectContaining({ fields: [{ pointer: "/password", message: "is a well-known password" }] }));
});

test.each([
  ["nine characters", "nine char", false],
  ["ten characters", "ten chars!", true],
  ["five characters of two units", "🙂🙂🙂🙂🙂", false],
  ["257 characters", "x".repeat(257), false],
  ["a NUL", "with a NUL \u0000 inside", false],
])("a new password has 10 to 256 characters: %s", (_, password, fits) => expect(newPasswordSchema.safeParse(password).success).toBe(fits));
