import { describe, expect, it } from "vitest";
import { amountsIn, money } from "./format";

const yuan = { amount: "26000000.00", currency: "CNY" };
const euro = { amount: "1250.50", currency: "EUR" };

describe("money", () => {
  it("is said as the reader's language does", () => {
    expect(money([yuan], "en")).toMatch(/^CN¥26m$/i);
    expect(money([yuan], "zh")).toBe("¥2600万");
  });
  it("is said the same way within a text of the API, and nothing else is touched", () => {
    const text = "Warning; CNY 26,000,000.00 + EUR 1,250.50 at stake; he asked for CNY 7 and ISO 4217.";
    expect(amountsIn(text, [yuan, euro], "en")).toBe(`Warning; ${money([yuan], "en")} + ${money([euro], "en")} at stake; he asked for CNY 7 and ISO 4217.`);
    expect(amountsIn("警告；涉及金额 CNY 26,000,000.00。", [yuan], "zh")).toBe("警告；涉及金额 ¥2600万。");
    expect(amountsIn("no amount at stake", [], "en")).toBe("no amount at stake");
  });
  it("has as many decimals as its currency", () => {
    expect(amountsIn("JPY 12,000 at stake", [{ amount: "12000", currency: "JPY" }], "en")).toMatch(/^(JP)?¥12k at stake$/i);
  });
});
